package org.tapline.cli.command;

import java.util.Optional;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Option;

/// `--as USER`: through whose eyes something is read.
final class As {
    /// What the option means where something is marked instead.
    static final String MARK = "Mark this user's copies only; without it, everybody's.";

    @Option(
            names = "--as",
            paramLabel = "USER",
            description =
                    "Show exactly what this user may see (address or id); without it, what the"
                            + " administrator may.")
    private Optional<String> user = Optional.empty();

    RestPath of(RestPath path) {
        return path.with("as", user);
    }
}
