package org.tapline.cli.command;

import java.util.Map;
import java.util.Optional;
import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `tapline journal`
@Command(
        name = "journal",
        description = "The queue between the proxy and the timeline.",
        footer = {
            "%nExamples:",
            "  tapline journal show",
            "  tapline journal parked",
            "  tapline journal replay --all"
        })
final class JournalCommand {

    @Command(
            name = "show",
            description = "How much waits.",
            footer = {"%nExample:", "  tapline journal show --json"})
    int show(@Mixin Session session) {
        JsonNode state = session.api().get(RestPath.of("journal"));
        Output output = session.output();
        output.one(
                state,
                () -> {
                    output.field("waiting", state.path("depth").asString(""));
                    output.field("oldest", output.time(state.path("oldest_at")));
                    output.field("parked", state.path("parked").asString(""));
                });
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "parked",
            description = "Entries that could not be filed.",
            footer = {"%nExample:", "  tapline journal parked --json"})
    int parked(@Mixin Session session) {
        Output output = session.output();
        JsonNode parked = session.api().list(RestPath.of("journal", "parked"), Integer.MAX_VALUE);
        output.list(
                parked,
                "Nothing is parked.",
                new String[] {"ID", "MAILBOX", "SEEN BY", "PARKED", "ATTEMPTS", "REASON"},
                entry ->
                        new String[] {
                            entry.path("id").asString(""),
                            entry.path("mailbox").asString(""),
                            entry.path("way").asString(""),
                            output.time(entry.path("parked_at")),
                            entry.path("attempts").asString(""),
                            entry.path("reason").asString("")
                        });
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "replay",
            description = "Try parked entries again.",
            footer = {"%nExamples:", "  tapline journal replay --all"})
    int replay(
            @Mixin Session session,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "ID",
                            description = "Id of a parked entry (tapline journal parked).")
                    Optional<String> id,
            @Option(names = "--all", description = "All of them.") boolean all) {
        if (all == id.isPresent()) {
            throw new CommandFailure(ExitStatus.USAGE, "Name one entry by its ID, or say --all");
        }
        JsonNode answer =
                session.api()
                        .post(
                                id.map(one -> RestPath.of("journal", "parked", one, "replay"))
                                        .orElseGet(() -> RestPath.of("journal", "replay")),
                                Map.of());
        Output output = session.output();
        output.one(answer, () -> output.line("Replayed: " + answer.path("replayed").asString("1")));
        return ExitStatus.DONE.code();
    }
}
