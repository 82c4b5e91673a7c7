package org.tapline.cli.command;

import java.util.Map;
import java.util.Optional;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Either `--private` or `--shared`, and what follows.
final class MarkChoice {
    @Option(names = "--private", description = "Colleagues do not see it any more.")
    private boolean hidden;

    @Option(names = "--shared", description = "Take the private mark away.")
    private boolean shared;

    int mark(Session session, String on, String target, Optional<String> as) {
        RestPath path = RestPath.of("marks", on, target).with("as", as);
        JsonNode mark =
                hidden && !shared ? session.api().put(path, Map.of()) : session.api().delete(path);
        Output output = session.output();
        output.one(
                mark,
                () -> {
                    output.field(mark.path("on").asString(""), mark.path("target").asString(""));
                    output.field("state", mark.path("state").asString(""));
                    output.field("of user", mark.path("user").asString(""));
                });
        return ExitStatus.DONE.code();
    }
}
