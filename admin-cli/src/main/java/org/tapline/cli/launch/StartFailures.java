package org.tapline.cli.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.tapline.bridge.database.DatabaseException;
import org.tapline.cli.Reason;
import org.tapline.journal.JournalException;
import org.tapline.proxy.StartFailure;

/// Tells failures that an administrator can mend from faults of ours.
final class StartFailures {
    private StartFailures() {}

    /// Whether the message is written for the administrator.
    static boolean known(Throwable failure) {
        return failure instanceof StartFailure
                || failure instanceof JournalException
                || failure instanceof DatabaseException
                || failure instanceof UncheckedIOException
                || failure instanceof IOException;
    }

    /// One line.
    static String line(Throwable failure) {
        return Reason.withPath(failure);
    }
}
