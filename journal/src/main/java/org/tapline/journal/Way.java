package org.tapline.journal;

/// The way in: how a message came to be observed. The label is what the command line, REST and
/// metrics print.
public enum Way {
    IMAP_FETCH("imap-fetch"),
    IMAP_APPEND("imap-append"),
    FOLLOWER("follower"),
    SMTP_SUBMISSION("smtp-submission"),
    BCC("bcc"),
    JOURNAL_REPORT("journal-report"),
    MILTER("milter");

    private final String label;

    Way(String label) {
        this.label = label;
    }

    /// The stable name, as in DESIGN section 4.
    public String label() {
        return label;
    }
}
