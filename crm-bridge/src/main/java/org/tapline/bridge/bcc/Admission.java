package org.tapline.bridge.bcc;

import java.util.Optional;
import org.tapline.bridge.authenticity.Authenticity;

/// Who may write to an address. Pure; the first row that fits decides:
///
/// | | decision |
/// | --- | --- |
/// | more than [#HOPS] Received fields | refused 5.4.6 |
/// | our own mark | dropped |
/// | null sender | dropped |
/// | Auto-Submitted | dropped |
/// | no such address | refused 5.1.1 |
/// | replaced, and over | refused 5.1.6 |
/// | a user's secret address | accepted for that user |
/// | not exactly one author | refused 5.7.1 |
/// | the author's address is not registered | refused 5.7.1 |
/// | from a trusted relay | accepted for the author |
/// | proven by SPF or DKIM | accepted for the author |
/// | the resolver did not answer | put off, 4.7.0 |
/// | otherwise | refused 5.7.26 |
public final class Admission {

    /// RFC 5321 §6.3: a loop is assumed beyond a large number, at least 100.
    public static final int HOPS = 100;

    private Admission() {}

    /// Whether a message must be checked before [#decide] can accept it: the checks cost DNS
    /// lookups, and most mail needs none.
    public static boolean needsChecks(Attempt attempt) {
        return !attempt.trusted()
                && attempt.user().isPresent()
                && early(attempt).isEmpty()
                && attempt.address()
                        .map(BccAddress::scope)
                        .filter(s -> s != Scope.USER)
                        .isPresent();
    }

    /// Decides for one recipient.
    public static Decision decide(Attempt attempt) {
        return early(attempt).orElseGet(() -> byAuthor(attempt));
    }

    /// What can be said without asking who the author is.
    private static Optional<Decision> early(Attempt attempt) {
        if (attempt.signs().hops() > HOPS) {
            return refuse(
                    554,
                    "5.4.6",
                    "This message goes round in circles: it has passed more"
                            + " than "
                            + HOPS
                            + " servers. Look for a forwarding rule that leads back.");
        }
        if (attempt.signs().own()) {
            return Optional.of(new Decision.Discard(Decision.Reason.OWN));
        }
        if (attempt.sender().isEmpty()) {
            return Optional.of(new Decision.Discard(Decision.Reason.BOUNCE));
        }
        if (attempt.signs().automatic()) {
            return Optional.of(new Decision.Discard(Decision.Reason.AUTOMATIC));
        }
        if (attempt.address().isEmpty()) {
            return Optional.of(unknown(attempt.recipient()));
        }
        BccAddress address = attempt.address().get();
        if (address.over(attempt.now())) {
            return Optional.of(over(address));
        }
        return address.scope() == Scope.USER
                ? Optional.of(new Decision.Accept(Scope.USER, address.owner(), address.owner()))
                : Optional.empty();
    }

    /// The answer for an address that does not exist; also given to RCPT.
    public static Decision.Refuse unknown(String recipient) {
        return new Decision.Refuse(
                550,
                "5.1.1",
                "There is no address "
                        + printable(recipient)
                        + " here. Copy your address again"
                        + " from your Tapline settings.");
    }

    /// The answer for an address that was replaced and is over; also given to RCPT.
    public static Decision.Refuse over(BccAddress address) {
        return new Decision.Refuse(
                550,
                "5.1.6",
                "This address was replaced and no longer works. The new one is in your Tapline"
                        + " settings; delete "
                        + address.address()
                        + " from your address book.");
    }

    private static Decision byAuthor(Attempt attempt) {
        BccAddress address = attempt.address().orElseThrow();
        if (attempt.authors().size() != 1) {
            return refuse(
                            550,
                            "5.7.1",
                            "A message for the CRM needs exactly one address in From;"
                                    + " this one has "
                                    + attempt.authors().size()
                                    + ".")
                    .orElseThrow();
        }
        String author = printable(attempt.authors().getFirst());
        if (attempt.user().isEmpty()) {
            return refuse(
                            550,
                            "5.7.1",
                            author
                                    + " is not registered with Tapline. Add it to your"
                                    + " own addresses in Tapline and verify it, or write to your secret address.")
                    .orElseThrow();
        }
        Optional<Authenticity> found = attempt.authenticity();
        if (attempt.trusted() || found.filter(Authenticity::proven).isPresent()) {
            return new Decision.Accept(
                    address.scope(), address.owner(), attempt.user().orElseThrow());
        }
        if (found.filter(Authenticity::undecided).isPresent()) {
            return refuse(
                            451,
                            "4.7.0",
                            "Whether this is from "
                                    + author
                                    + " cannot be checked at"
                                    + " the moment: a name server does not answer. Please try again later.")
                    .orElseThrow();
        }
        return refuse(
                        550,
                        "5.7.26",
                        "This does not prove to be from "
                                + author
                                + ": "
                                + printable(
                                        found.map(Authenticity::text).orElse("nothing was checked"))
                                + ". Send it through your own mail server, or write to your secret address.")
                .orElseThrow();
    }

    private static Optional<Decision> refuse(int code, String enhanced, String text) {
        return Optional.of(new Decision.Refuse(code, enhanced, text));
    }

    /// What a sender wrote, fit for a reply line: printable ASCII, bounded.
    private static String printable(String text) {
        String ascii = text.replaceAll("[^\\x20-\\x7e]", "?");
        return ascii.length() > 200 ? ascii.substring(0, 200) + "..." : ascii;
    }
}
