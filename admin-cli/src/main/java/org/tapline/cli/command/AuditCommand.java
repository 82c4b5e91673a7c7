package org.tapline.cli.command;

import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/// `tapline audit`
@Command(
        name = "audit",
        description = "Who changed a policy, and who read somebody's mail.",
        footer = {"%nExample:", "  tapline audit list --limit 20"})
final class AuditCommand {
    private static final String[] HEADINGS = {
        "WHEN", "ACTOR", "ACTION", "SUBJECT", "BEFORE", "AFTER"
    };

    @Command(
            name = "list",
            description = "List what was noted, newest first.",
            footer = {"%nExample:", "  tapline audit list --json"})
    int list(@Mixin Session session, @Mixin Limit limit) {
        Output output = session.output();
        output.list(
                session.list(RestPath.of("audit"), limit),
                "Nothing was noted yet.",
                HEADINGS,
                line ->
                        new String[] {
                            output.time(line.path("at")),
                            line.path("actor").asString(""),
                            line.path("action").asString(""),
                            line.path("subject").asString(""),
                            value(line.path("before")),
                            value(line.path("after"))
                        });
        return ExitStatus.DONE.code();
    }

    /// A value, or the ids of the messages that were shown.
    private static String value(JsonNode value) {
        return value.isArray() ? People.values(value) : value.asString("");
    }
}
