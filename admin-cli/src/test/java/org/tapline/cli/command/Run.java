package org.tapline.cli.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tapline.cli.Surroundings;
import org.tapline.cli.Tapline;

/// One run of the command line in this process.
record Run(int code, String out, String err) {

    static Run in(Path folder, Map<String, String> variables, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings =
                new Surroundings(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        variables,
                        folder,
                        120,
                        ZoneOffset.UTC);
        int code = Tapline.run(surroundings, arguments);
        return new Run(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// With `--server` and `--token`, split at blanks.
    static Run against(FakeBridge bridge, String words) {
        List<String> arguments = new ArrayList<>(Arrays.asList(words.split(" ")));
        arguments.addAll(List.of("--server", bridge.url(), "--token", FakeBridge.TOKEN));
        return in(Path.of("").toAbsolutePath(), Map.of(), arguments.toArray(String[]::new));
    }
}
