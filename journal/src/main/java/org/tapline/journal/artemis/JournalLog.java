package org.tapline.journal.artemis;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one logger of the room: an administrator looks for the journal, not for its classes.
final class JournalLog {
    static final Logger LOG = LoggerFactory.getLogger("org.tapline.journal");

    private JournalLog() {}
}
