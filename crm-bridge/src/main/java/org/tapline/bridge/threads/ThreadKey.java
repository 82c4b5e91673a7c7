package org.tapline.bridge.threads;

/// A name under which messages of one conversation may be found.
///
/// @param kind what sort of name, also how much it proves
/// @param value unique within the kind
public record ThreadKey(Kind kind, String value) {

    /// Sorts of names, the most trustworthy first.
    public enum Kind {
        /// Message-ID, own or referred to; also the id a provider rewrote.
        ID("id"),
        /// A provider's thread id; the value begins with the mailbox.
        PROVIDER("provider"),
        /// The conversation part of Outlook's Thread-Index.
        INDEX("index"),
        /// The subject without prefixes; the value begins with the mailbox.
        SUBJECT("subject");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /// As stored.
        public String label() {
            return label;
        }
    }

    /// One text for a unique index: `id:<value>`.
    public String text() {
        return kind.label() + ':' + value;
    }
}
