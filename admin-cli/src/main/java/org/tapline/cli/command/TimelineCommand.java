package org.tapline.cli.command;

import java.util.concurrent.Callable;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `tapline timeline`
@Command(
        name = "timeline",
        description = "The mail of a contact or a company, newest first.",
        footer = {
            "%nExamples:",
            "  tapline timeline carol@example.test",
            "  tapline timeline example.test --limit 20 --json"
        })
final class TimelineCommand implements Callable<Integer> {
    @Mixin private final Session session;

    @Parameters(
            paramLabel = "E|ID|DOMAIN",
            description = "An address or id of a contact, or a company's domain.")
    private String whose = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int limit;

    TimelineCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        int most = Limit.checked(limit);
        Output output = session.output();
        JsonNode entries = session.api().list(RestPath.of("timeline", whose), most);
        output.list(
                entries,
                "No mail with " + whose + " yet.",
                MessageRows.HEADINGS,
                entry -> MessageRows.row(output, entry));
        return ExitStatus.DONE.code();
    }
}
