package org.tapline.cli.rest;

import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;
import tools.jackson.databind.JsonNode;

/// An HTTP status that is no success, with its problem document (RFC 9457 §3.1).
record Refusal(ApiTarget target, int status, JsonNode problem) {

    CommandFailure asFailure() {
        return new CommandFailure(exitStatus(), message());
    }

    private ExitStatus exitStatus() {
        return switch (status) {
            case 400, 405, 406, 413, 415 -> ExitStatus.USAGE;
            case 404, 410 -> ExitStatus.NOT_FOUND;
            case 401, 403, 409, 412, 422, 429 -> ExitStatus.REFUSED;
            default -> ExitStatus.FAILED;
        };
    }

    private String message() {
        String said = problem.path("detail").asString("");
        if (said.isEmpty()) {
            said = problem.path("title").asString("");
        }
        if (status == 401) {
            return "Tapline at %s does not accept this token; %s"
                    .formatted(target.server(), "use -c with its own tapline.yaml, or --token");
        }
        return said.isEmpty()
                ? "Tapline at %s answered HTTP %d".formatted(target.server(), status)
                : said;
    }
}
