package org.tapline.bridge.forwards;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.mime.ParsedMail;

/// Mail that was redirected as it was: From, To, Date and Subject are those of the original, and a
/// field tells who sent it on.
///
/// - `Resent-From`, `Resent-Sender` (RFC 5322 §3.6.6): "bounce" and "redirect" of mail programs,
///   redirect rules of Exchange. A second one is added above the first, so the first is the last
///   to have resent it.
/// - `X-Forwarded-For` with addresses: forwarding of Gmail and others, the mailbox first.
/// - `X-Sieve-Redirected-From`: Dovecot's Sieve.
/// - `X-MS-Exchange-Inbox-Rules-Loop`: rules of Exchange. A rule that forwards writes it too, but
///   then From is the mailbox itself and the original stands in the text.
///
/// No proof are `Auto-Forwarded` (RFC 2156: From is the forwarder there), `X-Original-To`,
/// `Delivered-To`, a rewritten envelope sender (SRS): every alias and every list leaves those.
final class Redirects {
    /// Addresses of one field that are looked at.
    private static final int MOST = 20;

    private static final List<String> RESENT = List.of("Resent-From", "Resent-Sender");
    private static final List<String> FORWARDING =
            List.of("X-Forwarded-For", "X-Sieve-Redirected-From");
    private static final String RULE = "X-MS-Exchange-Inbox-Rules-Loop";

    private Redirects() {}

    static Optional<Forwarded> find(ParsedMail mail) {
        MailAddress author = mail.author().mailbox();
        if (!Forwards.isPerson(author)) {
            return Optional.empty();
        }
        return by(mail).map(by -> original(mail, author, by));
    }

    private static Optional<String> by(ParsedMail mail) {
        for (String field : RESENT) {
            Optional<String> by = address(mail, field);
            if (by.isPresent()) {
                return by;
            }
        }
        for (String field : FORWARDING) {
            Optional<String> by = address(mail, field);
            if (by.isPresent()) {
                return by;
            }
        }
        return address(mail, RULE).filter(by -> !isAuthor(mail, by));
    }

    private static boolean isAuthor(ParsedMail mail, String by) {
        String wanted = by.toLowerCase(Locale.ROOT);
        return mail.from().stream()
                .anyMatch(from -> from.address().toLowerCase(Locale.ROOT).equals(wanted));
    }

    /// The first address of a field; IP addresses, which web servers write into X-Forwarded-For,
    /// are none.
    private static Optional<String> address(ParsedMail mail, String field) {
        return mail.headers().raw(field).stream()
                .flatMap(raw -> MailAddress.list(spaced(field, raw), MOST).stream())
                .filter(Forwards::isPerson)
                .map(MailAddress::address)
                .findFirst();
    }

    /// X-Forwarded-For divides addresses by spaces.
    private static String spaced(String field, String raw) {
        boolean bare = !RESENT.contains(field) && raw.indexOf('<') < 0;
        return bare ? raw.strip().replace(' ', ',') : raw;
    }

    private static Forwarded original(ParsedMail mail, MailAddress author, String by) {
        return new Forwarded(
                author,
                mail.to(),
                mail.cc(),
                mail.subject(),
                mail.date(),
                mail.text(),
                "",
                new Forwarded.Found.Redirected(by));
    }
}
