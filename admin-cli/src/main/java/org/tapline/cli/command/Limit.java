package org.tapline.cli.command;

import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;
import picocli.CommandLine.Option;

/// `--limit N`: how many items a list may have.
final class Limit {
    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int most;

    int most() {
        return checked(most);
    }

    static int checked(int limit) {
        if (limit < 1) {
            throw new CommandFailure(
                    ExitStatus.USAGE, "--limit needs a number from 1, but has " + limit);
        }
        return limit;
    }
}
