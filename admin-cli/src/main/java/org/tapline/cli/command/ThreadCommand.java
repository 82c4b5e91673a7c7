package org.tapline.cli.command;

import java.util.Optional;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tapline thread`
@Command(
        name = "thread",
        description = "Conversations, across all mailboxes.",
        footer = {
            "%nExamples:",
            "  tapline thread show 12",
            "  tapline thread show 20261121.1@acme.test --order oldest-first"
        })
final class ThreadCommand {
    @Command(
            name = "show",
            description = "The messages of a conversation.",
            footer = {
                "%nExamples:",
                "  tapline thread show 12 --as ben@acme.test",
                "  tapline thread show 20261121.1@acme.test --json"
            })
    int show(
            @Mixin Session session,
            @Parameters(
                            paramLabel = "ID|MESSAGE-ID",
                            description =
                                    "The thread_id of a message, or the Message-ID of any message"
                                            + " in it.")
                    String id,
            @Option(
                            names = "--order",
                            paramLabel = "newest-first|oldest-first",
                            description =
                                    "The order; without it, what policy thread.order says for the"
                                            + " viewer.")
                    Optional<String> order,
            @Mixin As as,
            @Mixin Limit limit) {
        Output output = session.output();
        output.list(
                session.list(as.of(RestPath.of("threads", id).with("order", order)), limit),
                "Nothing is left of this conversation.",
                MessageRows.HEADINGS,
                message -> MessageRows.row(output, message));
        return ExitStatus.DONE.code();
    }
}
