package org.tapline.bridge.unpacking;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tapline.bridge.forwards.Forwarded;
import org.tapline.bridge.forwards.Forwards;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.journaling.JournalReport;
import org.tapline.bridge.leads.Lead;
import org.tapline.bridge.leads.LeadRule;
import org.tapline.bridge.leads.LeadRules;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.mime.MailKind;
import org.tapline.bridge.mime.ParsedMail;
import org.tapline.bridge.policy.Facts;
import org.tapline.journal.Envelope;

/// What a mail is to be filed as.
///
/// @param ours who is ours
/// @param rules of lead notifications, in the order in which they are tried
public record Unpacking(Ours ours, List<LeadRule> rules) {
    public Unpacking {
        rules = List.copyOf(rules);
    }

    /// A mail seen where it was sent or where it lies: itself, or an enquiry.
    public Unpacked seen(ParsedMail mail, Optional<Envelope> envelope) {
        return enquiry(Unpacked.asItCame(mail, blindCopies(envelope)));
    }

    /// A mail that was sent to an address of the CRM: the originals of a forward, or itself.
    ///
    /// @param enclosed the messages attached to it, parsed, in order
    public List<Unpacked> handedIn(
            ParsedMail mail, List<ParsedMail> enclosed, Optional<Envelope> envelope) {
        List<Forwarded> originals = originals(mail, enclosed);
        return originals.isEmpty()
                ? List.of(seen(mail, envelope))
                : originals.stream().map(each -> enquiry(original(mail, each))).toList();
    }

    /// The message in a journal report.
    ///
    /// @param report the mail that is the report
    /// @param inside what it says
    /// @param original the message in it
    public Unpacked reported(ParsedMail report, JournalReport inside, ParsedMail original) {
        Wrapping wrapping = new Wrapping.Report(report.messageId(), inside.recipients().size());
        Unpacked found =
                new Unpacked(
                        original,
                        Unpacked.keyOf(original),
                        report.date(),
                        Optional.empty(),
                        blindCopies(inside),
                        List.of(wrapping));
        return enquiry(found);
    }

    /// A copy of the mail server's.
    public Unpacked copied(ParsedMail mail) {
        Unpacked found =
                new Unpacked(
                        mail,
                        Unpacked.keyOf(mail),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(new Wrapping.Copy()));
        return enquiry(found);
    }

    /// The originals, when nobody outside got the forward. A redirect has the header of the
    /// original, whose recipients say nothing of that.
    private List<Forwarded> originals(ParsedMail mail, List<ParsedMail> enclosed) {
        Optional<Forwarded> first = Forwards.find(mail, enclosed);
        if (first.isEmpty()) {
            return List.of();
        }
        boolean redirected = first.get().found() instanceof Forwarded.Found.Redirected;
        if (!redirected && recipients(mail).anyMatch(ours::outside)) {
            return List.of();
        }
        List<Forwarded> attached = Forwards.attached(mail, enclosed);
        return attached.isEmpty() ? List.of(first.get()) : attached;
    }

    private static Stream<MailAddress> recipients(ParsedMail mail) {
        return Stream.of(mail.to(), mail.cc(), mail.bcc()).flatMap(List::stream);
    }

    private Unpacked original(ParsedMail carrier, Forwarded original) {
        ParsedMail mail = OriginalMail.of(carrier, original);
        MailAddress by =
                switch (original.found()) {
                    case Forwarded.Found.Redirected redirected ->
                            new MailAddress("", redirected.by());
                    case Forwarded.Found.Attached attached -> author(carrier);
                    case Forwarded.Found.Inline inline -> author(carrier);
                };
        Wrapping wrapping =
                new Wrapping.Forward(
                        by,
                        carrier.date(),
                        carrier.messageId(),
                        original.comment(),
                        original.found());
        return new Unpacked(
                mail,
                OriginalMail.keyOf(mail, original),
                carrier.date(),
                Optional.of(
                        ours.own(original.sender().address())
                                ? Facts.Direction.OUTBOUND
                                : Facts.Direction.INBOUND),
                List.of(),
                List.of(wrapping));
    }

    private static MailAddress author(ParsedMail mail) {
        return mail.author().mailbox();
    }

    /// The enquirer wrote it, as far as timelines go; that a program sent it does not count. What
    /// is no enquiry is left as it is.
    private Unpacked enquiry(Unpacked found) {
        ParsedMail mail = found.mail();
        MailKind kind = mail.kind();
        boolean report =
                kind.bounce().isPresent()
                        || kind.abuseReport().isPresent()
                        || kind.calendarMethod().isPresent();
        if (report || rules.isEmpty()) {
            return found;
        }
        return LeadRules.find(mail, rules)
                .filter(lead -> !ours.crm(lead.enquirer().address()))
                .filter(lead -> !ours.own(lead.enquirer().address()))
                .map(lead -> enquiry(found, lead))
                .orElse(found);
    }

    private static Unpacked enquiry(Unpacked found, Lead lead) {
        ParsedMail mail = found.mail();
        List<Wrapping> wrappings = new ArrayList<>(found.wrappings());
        wrappings.add(new Wrapping.Enquiry(lead, author(mail), mail));
        return new Unpacked(
                new ParsedMail(
                        mail.messageId(),
                        mail.inReplyTo(),
                        mail.references(),
                        mail.threadIndex(),
                        mail.date(),
                        mail.subject(),
                        List.of(lead.enquirer()),
                        mail.from(),
                        List.of(),
                        mail.to(),
                        mail.cc(),
                        mail.bcc(),
                        mail.headers(),
                        mail.text(),
                        mail.html(),
                        mail.attachments(),
                        mail.bodyHash(),
                        MailKind.ordinary(),
                        mail.defects()),
                found.key(),
                found.arrived(),
                Optional.of(Facts.Direction.INBOUND),
                found.blindCopies(),
                wrappings);
    }

    /// Those who accepted it and are no addresses of the CRM. Which of them the header names, the
    /// caller finds out.
    private List<MailAddress> blindCopies(Optional<Envelope> envelope) {
        return envelope.map(Envelope::recipients).orElse(List.of()).stream()
                .filter(Envelope.Recipient::accepted)
                .map(Envelope.Recipient::address)
                .filter(address -> !ours.crm(address))
                .map(address -> new MailAddress("", address))
                .toList();
    }

    /// Who got it in blind copy. A member of a group that the header names did not; and of mail
    /// from outside the server knows only that it arrived.
    private List<MailAddress> blindCopies(JournalReport report) {
        boolean ourMail = ours.own(report.sender());
        return report.recipients().stream()
                .filter(
                        each ->
                                switch (each.role()) {
                                    case BCC -> true;
                                    case UNKNOWN -> ourMail && each.via().isEmpty();
                                    case TO, CC -> false;
                                })
                .map(JournalReport.Recipient::address)
                .filter(address -> !ours.crm(address))
                .map(address -> new MailAddress("", address))
                .toList();
    }

    /// Addresses in whose mailboxes a copy may belong, each once: whom the header names, and whom
    /// servers on the way delivered to.
    public List<String> parties(ParsedMail mail) {
        List<String> all = new ArrayList<>();
        Set<AddressKey> known = new HashSet<>();
        Stream.of(
                        mail.from().stream().map(MailAddress::address),
                        recipients(mail).map(MailAddress::address),
                        Traces.of(mail.headers()).stream())
                .flatMap(each -> each)
                .filter(address -> !address.isBlank() && !ours.crm(address))
                .filter(address -> known.add(AddressKey.of(address)))
                .forEach(all::add);
        return all;
    }

    /// The same for a journal report, which knows better.
    public List<String> parties(JournalReport report, ParsedMail original) {
        List<String> all = new ArrayList<>();
        Set<AddressKey> known = new HashSet<>();
        Stream.of(
                        original.from().stream().map(MailAddress::address),
                        Stream.of(report.sender()),
                        report.recipients().stream().map(JournalReport.Recipient::address))
                .flatMap(each -> each)
                .filter(address -> !address.isBlank() && !ours.crm(address))
                .filter(address -> known.add(AddressKey.of(address)))
                .forEach(all::add);
        return all;
    }
}
