package org.tapline.cli.command;

/// What `--as` means, in the words of the help.
final class As {
    static final String TEXT =
            "Show exactly what this user may see (address or id); without it, what the"
                    + " administrator may.";
    static final String MARK = "Mark this user's copies only; without it, everybody's.";

    private As() {}
}
