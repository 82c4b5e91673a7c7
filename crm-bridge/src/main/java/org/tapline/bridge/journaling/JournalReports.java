package org.tapline.bridge.journaling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.mime.ParsedMail;
import org.tapline.journal.Content;

/// Opens journal reports.
///
/// A report of Exchange 2007 to 2019 and of Exchange Online has a field `X-MS-Journal-Report` (with
/// or without a value), often `Content-Identifier: ExJournalReport` (also spelt
/// `Content-Identifer`), a text part and the message:
/// ```
/// Sender: anna@acme.test
/// Subject: Price list
/// Message-Id: <1@acme.test>
/// To: bob@globex.test
/// Bcc: carl@globex.test, Expanded: sales@globex.test
/// Recipient: dora@initech.test
/// ```
/// Labels are English in every language of the server. A second attached message (the decrypted
/// copy of a protected one in Exchange Online) is left alone: the first is the original.
public final class JournalReports {
    /// Recipients of one report. Exchange Online allows 1,000; Exchange splits reports above.
    private static final int MOST = 10_000;

    private static final String FIELD = "X-MS-Journal-Report";
    private static final List<String> IDENTIFIERS =
            List.of("Content-Identifier", "Content-Identifer");
    private static final Map<String, JournalReport.Role> ROLES =
            Map.of(
                    "to", JournalReport.Role.TO,
                    "cc", JournalReport.Role.CC,
                    "bcc", JournalReport.Role.BCC,
                    "recipient", JournalReport.Role.UNKNOWN);
    private static final Set<String> VIA = Set.of("expanded", "forwarded");

    private JournalReports() {}

    /// The report in a mail, if it is one.
    ///
    /// @param attached the message/rfc822 parts of the mail, in order
    public static Optional<JournalReport> find(ParsedMail mail, List<Content> attached) {
        if (!isMarked(mail) || attached.isEmpty()) {
            return Optional.empty();
        }
        List<ReportLine> lines = ReportLine.of(mail.text());
        Optional<String> sender = first(lines, "sender").map(JournalReports::path);
        Map<String, JournalReport.Recipient> recipients = new LinkedHashMap<>();
        for (ReportLine line : lines) {
            JournalReport.Role role = ROLES.get(line.label());
            if (role != null && recipients.size() < MOST) {
                add(line.value(), role, recipients);
            }
        }
        if (sender.isEmpty() || recipients.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new JournalReport(
                        sender.get(),
                        first(lines, "on-behalf-of").map(JournalReports::path),
                        List.copyOf(recipients.values()),
                        first(lines, "subject").orElse(""),
                        first(lines, "message-id")
                                .map(id -> id.replace("<", "").replace(">", "").strip())
                                .filter(id -> !id.isEmpty()),
                        attached.getFirst()));
    }

    private static boolean isMarked(ParsedMail mail) {
        return mail.headers().has(FIELD)
                || IDENTIFIERS.stream()
                        .flatMap(name -> mail.headers().raw(name).stream())
                        .anyMatch(value -> value.strip().equalsIgnoreCase("ExJournalReport"));
    }

    private static Optional<String> first(List<ReportLine> lines, String label) {
        return lines.stream()
                .filter(line -> line.label().equals(label))
                .map(ReportLine::value)
                .findFirst();
    }

    /// An address without brackets and name; empty for `<>`.
    private static String path(String value) {
        return MailAddress.list(value, 1).stream()
                .map(MailAddress::address)
                .filter(address -> address.indexOf('@') > 0)
                .findFirst()
                .orElse("");
    }

    /// `bob@globex.test, Expanded: sales@globex.test`. An address named twice keeps its first
    /// role, unless that was unknown.
    private static void add(
            String value,
            JournalReport.Role role,
            Map<String, JournalReport.Recipient> recipients) {
        String address = "";
        Optional<String> via = Optional.empty();
        for (String piece : value.split("[,;]", -1)) {
            int colon = piece.indexOf(':');
            String word =
                    colon < 0 ? "" : piece.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            if (VIA.contains(word)) {
                via = Optional.of(path(piece.substring(colon + 1))).filter(p -> !p.isEmpty());
            } else if (address.isEmpty()) {
                address = path(piece);
            }
        }
        if (address.isEmpty()) {
            return;
        }
        String key = address.toLowerCase(Locale.ROOT);
        JournalReport.Recipient known = recipients.get(key);
        if (known == null || known.role() == JournalReport.Role.UNKNOWN) {
            recipients.put(key, new JournalReport.Recipient(address, role, via));
        }
    }
}
