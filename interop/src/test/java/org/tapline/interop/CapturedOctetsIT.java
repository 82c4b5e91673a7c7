package org.tapline.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What was captured is, octet for octet, what lies on the server.
class CapturedOctetsIT {
    @Test
    void every_message_that_a_client_downloads_is_captured_byte_for_byte() throws Exception {
        Lab lab = Lab.up();
        lab.needClient("mbsync");
        String user = "u31@acme.test";
        try (RunningTapline tapline = RunningTapline.before(lab).start()) {
            tapline.enrol(user);
            lab.client(
                    "mbsync",
                    tapline.ports().imaps(),
                    tapline.ports().smtps(),
                    "--tls",
                    user,
                    Map.of());
            Map<String, Integer> onTheServer = lab.digests(user);
            assertThat(onTheServer).hasSizeGreaterThanOrEqualTo(lab.messages() - 1);

            await("all of them are captured")
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () ->
                                    assertThat(captured(tapline, user))
                                            .containsAllEntriesOf(onTheServer));
        }
    }

    /// SHA-256 of the raw octets of everything captured -> size.
    private static Map<String, Integer> captured(RunningTapline tapline, String user) {
        Map<String, Integer> digests = new HashMap<>();
        JsonNode messages = tapline.json("message", "list", "--mailbox", user, "--limit", "1000");
        for (JsonNode message : messages) {
            byte[] raw =
                    tapline.cli("message", "show", message.get("id").asString(), "--raw")
                            .expectSuccess("message show --raw")
                            .stdout();
            digests.put(Digests.sha256(raw), raw.length);
        }
        return digests;
    }
}
