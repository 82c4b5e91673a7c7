package org.tapline.cli;

import java.util.Map;
import org.tapline.cli.command.TaplineCommand;
import picocli.CommandLine;

/// The entrance: `java org.tapline.cli.Tapline ARGUMENTS`.
public final class Tapline {
    private Tapline() {}

    public static void main(String... arguments) {
        int code = run(Surroundings.ofProcess(), arguments);
        System.out.flush();
        System.exit(code);
    }

    /// Runs one command to its end.
    ///
    /// @return the code of an [ExitStatus]
    public static int run(Surroundings surroundings, String... arguments) {
        return commandLine(surroundings).execute(arguments);
    }

    /// All subjects and verbs.
    public static CommandLine commandLine(Surroundings surroundings) {
        return TaplineCommand.commandLine(surroundings, Map.of());
    }
}
