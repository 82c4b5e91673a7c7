package org.tapline.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;

/// What a command finds around itself, so that a test can put something else there.
///
/// @param out results
/// @param err everything else
/// @param variables environment variables
/// @param workingDirectory absolute
/// @param columns width of the terminal; very large when there is none
/// @param zone times in tables are local
public record Surroundings(
        PrintStream out,
        PrintStream err,
        Map<String, String> variables,
        Path workingDirectory,
        int columns,
        ZoneId zone) {
    /// Set by the launcher when standard output is a terminal.
    private static final String COLUMNS_PROPERTY = "tapline.columns";

    /// Below this a table is not squeezed further.
    private static final int NARROWEST_TERMINAL = 40;

    /// Those of this process.
    public static Surroundings ofProcess() {
        int columns = Integer.getInteger(COLUMNS_PROPERTY, Integer.MAX_VALUE);
        return new Surroundings(
                System.out,
                System.err,
                System.getenv(),
                Path.of("").toAbsolutePath(),
                Math.max(NARROWEST_TERMINAL, columns),
                ZoneId.systemDefault());
    }
}
