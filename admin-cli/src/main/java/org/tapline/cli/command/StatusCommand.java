package org.tapline.cli.command;

import java.util.concurrent.Callable;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/// `tapline status`
@Command(
        name = "status",
        description = "How the running instance is doing.",
        footer = {
            "%nExamples:",
            "  tapline status",
            "  tapline status --server http://127.0.0.1:8025 --token T --json"
        })
final class StatusCommand implements Callable<Integer> {
    @Mixin private final Session session;

    StatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode status = session.api().get(RestPath.of("status"));
        Output output = session.output();
        output.one(
                status,
                () ->
                        status.propertyNames()
                                .forEach(part -> output.field(part, shortly(status.path(part)))));
        return ExitStatus.DONE.code();
    }

    /// `state=up, depth=0` for a group; the number of items for a list.
    private static String shortly(JsonNode part) {
        if (part.isArray()) {
            return String.valueOf(part.size());
        }
        if (!part.isObject()) {
            return part.asString("");
        }
        StringBuilder line = new StringBuilder();
        for (String name : part.propertyNames()) {
            JsonNode value = part.path(name);
            if (!value.isNull()) {
                line.append(line.isEmpty() ? "" : ", ")
                        .append(name.replace('_', ' '))
                        .append(' ')
                        .append(shortly(value));
            }
        }
        return line.toString();
    }
}
