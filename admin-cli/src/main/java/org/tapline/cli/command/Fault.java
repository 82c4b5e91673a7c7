package org.tapline.cli.command;

import java.util.Arrays;

/// A failure that nobody but us can mend.
final class Fault {
    private static final String OURS = "org.tapline.";

    private Fault() {}

    /// One line with what a report needs: what happened, and where in our code.
    static String line(Throwable failure) {
        String where =
                Arrays.stream(failure.getStackTrace())
                        .filter(frame -> frame.getClassName().startsWith(OURS))
                        .findFirst()
                        .map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber())
                        .orElse("");
        return "This is a fault of Tapline; please report it: "
                + String.valueOf(failure).lines().findFirst().orElse("")
                + where;
    }
}
