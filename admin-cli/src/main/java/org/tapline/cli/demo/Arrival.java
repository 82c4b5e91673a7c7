package org.tapline.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.configuration.Configuration;
import org.tapline.cli.rest.Api;
import org.tapline.cli.rest.ApiTarget;
import org.tapline.cli.rest.RestPath;
import tools.jackson.databind.JsonNode;

/// Waits until the messages are on the timelines.
final class Arrival {
    /// Usually well under a second; a slow machine gets its time.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long PAUSE_MILLIS = 100;

    private Arrival() {}

    static void await(Configuration configuration, List<Conversation.Expected> expected)
            throws InterruptedException {
        Api api = new Api(ApiTarget.local(configuration));
        List<Conversation.Expected> missing = new ArrayList<>(expected);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!missing.isEmpty()) {
            missing.removeIf(one -> isThere(api, one));
            if (missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new CommandFailure(
                        ExitStatus.FAILED,
                        "not on the timeline after %d s: %s"
                                .formatted(PATIENCE.toSeconds(), missing));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static boolean isThere(Api api, Conversation.Expected expected) {
        for (JsonNode entry : api.list(RestPath.of("timeline", expected.contact()), 200)) {
            String id = entry.path("message_id").asString("").replaceAll("^<|>$", "");
            if (id.equals(expected.messageId())) {
                return true;
            }
        }
        return false;
    }
}
