package org.tapline.bridge.mime;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One message as a person would describe it. Every field has a value for every input, however
/// broken: empty where the message says nothing, with the reason in `defects`.
///
/// @param messageId without angle brackets, as written; compare in normalised form only
/// @param inReplyTo ids without angle brackets
/// @param references ids without angle brackets, oldest first; of a longer list the newest 32
/// @param threadIndex Thread-Index of Outlook, Base64 as written
/// @param date when the message says it was written
/// @param subject decoded, unfolded; empty when absent
/// @param headers all fields in order
/// @param text readable text: the text/plain parts, or what the HTML says; line ends are LF;
///     bounded by [ReadLimits#textOctets()]
/// @param html the HTML parts, decoded and not sanitised
/// @param attachments in the order of the message
/// @param bodyHash hexadecimal SHA-256 over the decoded text and attachments: identity of the
///     body whatever headers, line ends and transfer encodings were changed on the way
/// @param kind bounce, automatic reply, list mail and so on
/// @param defects what was wrong
public record ParsedMail(
        Optional<String> messageId,
        List<String> inReplyTo,
        List<String> references,
        Optional<String> threadIndex,
        Optional<Instant> date,
        String subject,
        List<MailAddress> from,
        List<MailAddress> sender,
        List<MailAddress> replyTo,
        List<MailAddress> to,
        List<MailAddress> cc,
        List<MailAddress> bcc,
        Headers headers,
        String text,
        Optional<String> html,
        List<Attachment> attachments,
        String bodyHash,
        MailKind kind,
        List<Defect> defects) {
    public ParsedMail {
        inReplyTo = List.copyOf(inReplyTo);
        references = List.copyOf(references);
        from = List.copyOf(from);
        sender = List.copyOf(sender);
        replyTo = List.copyOf(replyTo);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        attachments = List.copyOf(attachments);
        defects = List.copyOf(defects);
    }

    /// Who really wrote it, seen through lists that rewrite From.
    public Author author() {
        return AuthorSearch.authorOf(this);
    }
}
