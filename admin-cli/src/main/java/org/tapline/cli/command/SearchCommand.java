package org.tapline.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tapline search`
@Command(
        name = "search",
        description = "Find messages by words, people, dates and names of attachments.",
        footer = {
            "%nExamples:",
            "  tapline search offer machines",
            "  tapline search '\"spring offer\"' --from example.test --since 2026-01-01",
            "  tapline search --attachment .pdf --to carol@example.test --as ben@acme.test"
        })
final class SearchCommand implements Callable<Integer> {
    @Mixin private final Session session;

    @Parameters(
            paramLabel = "WORDS",
            arity = "0..*",
            description =
                    "All must be there; \"in quotes\" next to each other; or between two for either.")
    private List<String> words = List.of();

    @Option(
            names = "--from",
            paramLabel = "WHO",
            description = "An address, a domain, or a piece of the author's name.")
    private Optional<String> from = Optional.empty();

    @Option(
            names = "--to",
            paramLabel = "WHO",
            description = "An address, a domain, or a piece of a recipient's name.")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "DAY",
            description = "From this day on (2026-11-21, or a moment in UTC).")
    private Optional<String> since = Optional.empty();

    @Option(names = "--before", paramLabel = "DAY", description = "Before this day.")
    private Optional<String> before = Optional.empty();

    @Option(
            names = "--attachment",
            paramLabel = "NAME",
            description = "A piece of the name of an attachment.")
    private Optional<String> attachment = Optional.empty();

    @Mixin private As as = new As();

    @Mixin private Limit limit = new Limit();

    SearchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Optional<String> sought = Optional.of(String.join(" ", words)).filter(w -> !w.isBlank());
        RestPath path =
                RestPath.of("search")
                        .with("words", sought)
                        .with("from", from)
                        .with("to", to)
                        .with("since", since)
                        .with("before", before)
                        .with("attachment", attachment);
        if (path.equals(RestPath.of("search"))) {
            throw new CommandFailure(
                    ExitStatus.USAGE, "Say what to look for: words, --from, --to, --since ...");
        }
        Output output = session.output();
        output.list(
                session.list(as.of(path), limit),
                "Nothing was found.",
                MessageRows.HEADINGS,
                message -> MessageRows.row(output, message));
        return ExitStatus.DONE.code();
    }
}
