package org.tapline.bridge.mime;

/// Who really wrote a message. Lists rewrite From to "Anna via List" because of DMARC; the person
/// is then found elsewhere.
///
/// @param mailbox the person; the address is empty when only the name is known
/// @param source where it was found
public record Author(MailAddress mailbox, Source source) {
    /// Where an author was found.
    public enum Source {
        /// From, which nobody rewrote.
        FROM,
        /// X-Original-From or the like, written by the list that changed From.
        ORIGINAL_FROM,
        /// Reply-To of a list mail whose From was rewritten.
        REPLY_TO,
        /// Cc of a list mail whose From was rewritten: Mailman puts the author there when the
        /// list sets its own Reply-To.
        CC,
        /// From was rewritten and the person's address is not in the message: only the name is
        /// known.
        NAME_ONLY,
        /// No usable From; Sender stands in.
        SENDER,
        /// Nobody is named.
        NOBODY
    }
}
