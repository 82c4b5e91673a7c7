package org.tapline.bridge.forwards;

import java.util.List;
import java.util.Optional;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.mime.MailKind;
import org.tapline.bridge.mime.ParsedMail;

/// Finds the original message of a forward.
public final class Forwards {
    private Forwards() {}

    /// The original, or nothing when the mail is not a forward. Of several attached messages it
    /// is the first; [#attached(ParsedMail, List)] has them all.
    ///
    /// @param attached the message/rfc822 parts directly attached to the mail, parsed, in order
    public static Optional<Forwarded> find(ParsedMail mail, List<ParsedMail> attached) {
        if (isReport(mail.kind())) {
            return Optional.empty();
        }
        return attached(mail, attached).stream()
                .findFirst()
                .or(() -> Redirects.find(mail))
                .or(() -> InlineForward.find(mail));
    }

    /// Every message forwarded as an attachment; none for answers and reports, whose attached
    /// messages are something else.
    public static List<Forwarded> attached(ParsedMail mail, List<ParsedMail> attached) {
        boolean answer = SubjectPrefix.of(mail.subject()).kind() == SubjectPrefix.Kind.REPLY;
        if (answer || isReport(mail.kind())) {
            return List.of();
        }
        return attached.stream()
                .filter(original -> isPerson(original.author().mailbox()))
                .map(
                        original ->
                                new Forwarded(
                                        original.author().mailbox(),
                                        original.to(),
                                        original.cc(),
                                        original.subject(),
                                        original.date(),
                                        original.text(),
                                        mail.text().strip(),
                                        new Forwarded.Found.Attached(original)))
                .toList();
    }

    /// Bounces and complaints carry messages too, and forward nothing.
    private static boolean isReport(MailKind kind) {
        return kind.bounce().isPresent() || kind.abuseReport().isPresent();
    }

    static boolean isPerson(MailAddress mailbox) {
        String address = mailbox.address();
        int sign = address.indexOf('@');
        return sign > 0 && sign < address.length() - 1 && address.indexOf(' ') < 0;
    }
}
