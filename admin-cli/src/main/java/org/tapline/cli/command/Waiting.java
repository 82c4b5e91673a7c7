package org.tapline.cli.command;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Waits for work that the bridge goes on with by itself; ending the command does not end it.
final class Waiting {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private Waiting() {}

    /// Asks again and again until the state is no longer `running`.
    ///
    /// @param progress what to tell people meanwhile, when it changes
    static JsonNode until(
            Output output, Supplier<JsonNode> ask, Function<JsonNode, String> progress)
            throws InterruptedException {
        Duration pause = FIRST;
        String told = "";
        while (true) {
            JsonNode state = ask.get();
            if (!state.path("state").asString("").equals("running")) {
                return state;
            }
            String now = progress.apply(state);
            if (!now.equals(told)) {
                output.told(now);
                told = now;
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
        }
    }
}
