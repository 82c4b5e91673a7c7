package org.tapline.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tapline.cli.command.TaplineCommand;
import org.tapline.cli.demo.DemoCommand;
import org.tapline.cli.launch.StartCommand;
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
        Map<String, Object> starters = new LinkedHashMap<>();
        starters.put("start", new StartCommand(surroundings));
        starters.put("demo", new DemoCommand(surroundings));
        return TaplineCommand.commandLine(surroundings, starters);
    }
}
