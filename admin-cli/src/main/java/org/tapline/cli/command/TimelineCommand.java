package org.tapline.cli.command;

import java.util.concurrent.Callable;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `tapline timeline`
@Command(
        name = "timeline",
        description = "The mail of a contact, a company or a deal, newest first.",
        footer = {
            "%nExamples:",
            "  tapline timeline carol@example.test",
            "  tapline timeline example.test --limit 20 --json",
            "  tapline timeline deal-12",
            "  tapline timeline carol@example.test --as ben@acme.test"
        })
final class TimelineCommand implements Callable<Integer> {
    @Mixin private final Session session;

    @Parameters(
            paramLabel = "E|ID|DOMAIN|deal-ID",
            description =
                    "An address or id of a contact, a company's domain (or company-ID), or a deal.")
    private String whose = "";

    @Mixin private As as = new As();

    @Mixin private Limit limit = new Limit();

    TimelineCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Output output = session.output();
        JsonNode entries = session.list(as.of(RestPath.of("timeline", whose)), limit);
        output.list(
                entries,
                "No mail with " + whose + " yet.",
                MessageRows.HEADINGS,
                entry -> MessageRows.row(output, entry));
        return ExitStatus.DONE.code();
    }
}
