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
/// | more than one author | refused 5.7.1 |
/// | a user's secret address; the author is that user, or none of us | accepted for that user |
/// | another user's secret address, from a trusted relay or proven | accepted for that other user |
/// | another user's secret address, not proven | put off or refused, as below |
/// | no author | refused 5.7.1 |
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
                && early(attempt).isEmpty()
                && attempt.user().isPresent()
                && !ownSecret(attempt);
    }

    /// Decides for one recipient.
    public static Decision decide(Attempt attempt) {
        return early(attempt)
                .orElseGet(
                        () ->
                                attempt.address().orElseThrow().scope() == Scope.USER
                                        ? bySecret(attempt)
                                        : byAuthor(attempt));
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
        return Optional.empty();
    }

    /// The author is the user whose secret address it is.
    private static boolean ownSecret(Attempt attempt) {
        return attempt.address()
                .filter(each -> each.scope() == Scope.USER)
                .map(BccAddress::owner)
                .equals(attempt.user());
    }

    /// Whoever knows a user's secret address may file for that user: mail of strangers, and the
    /// user's own. It is no proof for mail of another user: that must prove to be.
    private static Decision bySecret(Attempt attempt) {
        String owner = attempt.address().orElseThrow().owner();
        if (attempt.authors().size() > 1) {
            return oneAuthor(attempt);
        }
        return attempt.user().isEmpty() || ownSecret(attempt)
                ? new Decision.Accept(Scope.USER, owner, owner)
                : byProof(
                        attempt,
                        owner,
                        ". Only "
                                + author(attempt)
                                + " may file mail of that address; forward the message in place of"
                                + " sending it on unchanged.");
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
        if (attempt.authors().size() != 1) {
            return oneAuthor(attempt);
        }
        if (attempt.user().isEmpty()) {
            return new Decision.Refuse(
                    550,
                    "5.7.1",
                    author(attempt)
                            + " is not registered with Tapline. Add it to your own addresses in"
                            + " Tapline and verify it, or write to your secret address.");
        }
        return byProof(
                attempt,
                attempt.user().get(),
                ". Send it through your own mail server, or write to your secret address.");
    }

    private static Decision oneAuthor(Attempt attempt) {
        return new Decision.Refuse(
                550,
                "5.7.1",
                "A message for the CRM needs exactly one address in From; this one has "
                        + attempt.authors().size()
                        + ". Send it again from one address.");
    }

    /// @param user for whom it is filed when it is proven to be from its author
    /// @param advice what the sender can do when it is not
    private static Decision byProof(Attempt attempt, String user, String advice) {
        BccAddress address = attempt.address().orElseThrow();
        Optional<Authenticity> found = attempt.authenticity();
        if (attempt.trusted() || found.filter(Authenticity::proven).isPresent()) {
            return new Decision.Accept(address.scope(), address.owner(), user);
        }
        if (found.filter(Authenticity::undecided).isPresent()) {
            return new Decision.Refuse(
                    451,
                    "4.7.0",
                    "Whether this is from "
                            + author(attempt)
                            + " cannot be checked at the moment: a name server does not answer."
                            + " Please try again later.");
        }
        return new Decision.Refuse(
                550,
                "5.7.26",
                "This does not prove to be from "
                        + author(attempt)
                        + ": "
                        + printable(found.map(Authenticity::text).orElse("nothing was checked"))
                        + advice);
    }

    private static String author(Attempt attempt) {
        return printable(attempt.authors().getFirst());
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
