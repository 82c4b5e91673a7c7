package org.tapline.cli.command;

import java.util.concurrent.Callable;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.Surroundings;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tapline completion`
@Command(
        name = "completion",
        description = "Print a script that completes commands and options with the Tab key.",
        footer = {
            "%nExamples:",
            "  source <(tapline completion bash)",
            "  tapline completion zsh > ~/.tapline-completion && . ~/.tapline-completion"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "bash|zsh", description = "The shell: ${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.bash;

    CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// Named as they are typed.
    private enum Shell {
        bash,
        zsh
    }

    @Override
    public Integer call() {
        if (shell == Shell.zsh) {
            surroundings.out().println("autoload -U +X compinit && compinit");
            surroundings.out().println("autoload -U +X bashcompinit && bashcompinit");
        }
        surroundings.out().println(AutoComplete.bash("tapline", spec.root().commandLine()));
        return ExitStatus.DONE.code();
    }
}
