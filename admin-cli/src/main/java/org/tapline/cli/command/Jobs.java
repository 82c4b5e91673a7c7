package org.tapline.cli.command;

import java.util.function.Supplier;
import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import tools.jackson.databind.JsonNode;

/// Waits for work that the bridge does in the background.
final class Jobs {
    static final String WAIT = "Wait until stored mail has been looked through.";

    private static final int POLL_MILLIS = 300;

    private Jobs() {}

    static JsonNode await(Session session, long job) {
        return await(session.output(), () -> session.api().get(RestPath.of("jobs", "" + job)));
    }

    /// @param state asks for what has `state`, `total` and `done`
    static JsonNode await(Output output, Supplier<JsonNode> state) {
        JsonNode now = state.get();
        while (!ended(now)) {
            output.progress(bar(now));
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailure(
                        ExitStatus.FAILED, "Interrupted; the job goes on: tapline job list");
            }
            now = state.get();
        }
        output.progressDone();
        return now;
    }

    private static boolean ended(JsonNode job) {
        return switch (job.path("state").asString("")) {
            case "done", "failed" -> true;
            default -> false;
        };
    }

    private static String bar(JsonNode job) {
        long total = job.path("size").asLong(job.path("total").asLong(0));
        long done = job.path("done").asLong(0);
        return total > 0 ? "%d %%".formatted(100 * Math.min(done, total) / total) : "waiting";
    }

    static String hint(long job) {
        return "being looked for: tapline job show " + job;
    }

    static String result(JsonNode job) {
        return job.path("state").asString("").equals("failed")
                ? "failed: " + job.path("error").asString("")
                : job.path("found").asLong(0) + " messages found";
    }

    static int code(JsonNode job) {
        return (job.path("state").asString("").equals("failed")
                        ? ExitStatus.FAILED
                        : ExitStatus.DONE)
                .code();
    }
}
