package org.tapline.cli.command;

import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;

/// How many items a list may have.
final class Limit {
    private Limit() {}

    static int checked(int limit) {
        if (limit < 1) {
            throw new CommandFailure(ExitStatus.USAGE, "--limit needs a number from 1");
        }
        return limit;
    }
}
