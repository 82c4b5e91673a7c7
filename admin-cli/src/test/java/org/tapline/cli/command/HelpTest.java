package org.tapline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tapline.cli.Surroundings;
import org.tapline.cli.Tapline;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

class HelpTest {

    static Stream<CommandLine> commands() {
        return all(Tapline.commandLine(Surroundings.ofProcess())).stream();
    }

    private static List<CommandLine> all(CommandLine line) {
        List<CommandLine> all = new ArrayList<>(List.of(line));
        line.getSubcommands().values().forEach(below -> all.addAll(all(below)));
        return all;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_says_what_it_does_and_shows_an_example(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();

        assertThat(command.getCommandSpec().usageMessage().description()).as(name).isNotEmpty();
        assertThat(String.join("\n", command.getCommandSpec().usageMessage().footer()))
                .as(name)
                .contains("Example", "tapline ");
        assertThat(command.getCommandSpec().args())
                .as(name)
                .allMatch(argument -> described(argument));
    }

    private static boolean described(ArgSpec argument) {
        return argument.description().length > 0 && !argument.description()[0].isBlank();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_is_offered_at_every_level_on_standard_output(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        String[] words = (name + " --help").substring("tapline ".length()).split(" ");
        Run run = Run.in(Path.of("").toAbsolutePath(), Map.of(), words);

        assertThat(run.code()).as(Arrays.toString(words)).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("Usage: " + name);
    }

    @Test
    void the_version_is_the_one_that_was_built() {
        Run run = Run.in(Path.of("").toAbsolutePath(), Map.of(), "--version");

        assertThat(run.out()).matches("tapline \\d+\\.\\d+\\.\\d+\\S*\\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void completion_knows_the_subjects() {
        Run bash = Run.in(Path.of("").toAbsolutePath(), Map.of(), "completion", "bash");
        Run zsh = Run.in(Path.of("").toAbsolutePath(), Map.of(), "completion", "zsh");

        assertThat(bash.out()).contains("_complete_tapline", "contact", "timeline");
        assertThat(zsh.out()).startsWith("autoload -U +X compinit");
        assertThat(bash.code() + zsh.code()).isZero();
    }
}
