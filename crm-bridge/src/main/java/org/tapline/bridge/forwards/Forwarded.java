package org.tapline.bridge.forwards;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.mime.ParsedMail;

/// The original message of a forward.
///
/// @param sender who wrote the original; its address is never empty
/// @param to recipients of the original; an address may be empty where only a name is known
/// @param cc copies of the original
/// @param subject of the original, without the forwarder's prefix
/// @param date when the original was written, where that is known for sure
/// @param text of the original
/// @param comment what the forwarder wrote above it; empty when nothing
/// @param found where the original was
public record Forwarded(
        MailAddress sender,
        List<MailAddress> to,
        List<MailAddress> cc,
        String subject,
        Optional<Instant> date,
        String text,
        String comment,
        Found found) {
    public Forwarded {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        if (sender.address().isEmpty()) {
            throw new IllegalArgumentException("an original without the address of its sender");
        }
    }

    /// Where an original was found.
    public sealed interface Found {
        /// Attached as message/rfc822, complete with its Message-ID.
        ///
        /// @param original the attached message
        record Attached(ParsedMail original) implements Found {}

        /// The mail itself is the original: a mail server or program redirected it.
        ///
        /// @param by address of the mailbox that redirected it
        record Redirected(String by) implements Found {}

        /// In the text, under a mark.
        ///
        /// @param mark the sort of mark
        /// @param languages in which all labels of the header block exist (`de`); empty when they
        ///     are English, or when there is no block
        record Inline(Mark mark, List<String> languages) implements Found {
            public Inline {
                languages = List.copyOf(languages);
            }
        }
    }

    /// What introduces an original in a text.
    public enum Mark {
        /// `---------- Forwarded message ---------` and the like: says by itself what it is.
        SEPARATOR,
        /// `---------- Original Message ----------`: written above forwards and answers.
        ORIGINAL,
        /// A header block, with or without a rule above it: written above forwards and answers.
        HEADER_BLOCK,
        /// `On 28/10/2021, "Anna" <anna@a.test> wrote:`: written above forwards and answers.
        INTRODUCTION
    }
}
