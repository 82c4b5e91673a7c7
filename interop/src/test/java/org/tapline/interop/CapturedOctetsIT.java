package org.tapline.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
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
            // Elsewhere lie copies that mbsync uploaded with a header field of its own.
            Map<String, Integer> onTheServer = lab.digests(user, "INBOX");
            assertThat(onTheServer).hasSizeGreaterThanOrEqualTo(lab.messages().size() - 2);

            await("all of them are captured")
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () ->
                                    assertThat(captured(tapline, user))
                                            .containsKeys(digests(onTheServer)));

            // Those that the client moved or deleted are captured too: the server added only its
            // trace
            // header fields before what was delivered.
            Collection<byte[]> all = captured(tapline, user).values();
            for (Path delivered : lab.messages()) {
                byte[] octets = withCrlf(Files.readString(delivered, StandardCharsets.ISO_8859_1));
                assertThat(all)
                        .as(delivered.getFileName().toString())
                        .anyMatch(raw -> endsWith(raw, octets));
            }
        }
    }

    private static String[] digests(Map<String, Integer> sizes) {
        return sizes.keySet().toArray(String[]::new);
    }

    private static byte[] withCrlf(String text) {
        return text.replace("\r\n", "\n")
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean endsWith(byte[] whole, byte[] end) {
        int from = whole.length - end.length;
        return from >= 0 && Arrays.equals(whole, from, whole.length, end, 0, end.length);
    }

    /// SHA-256 of the raw octets of everything captured -> these octets.
    private static Map<String, byte[]> captured(RunningTapline tapline, String user) {
        Map<String, byte[]> digests = new HashMap<>();
        JsonNode messages = tapline.json("message", "list", "--mailbox", user, "--limit", "1000");
        for (JsonNode message : messages) {
            byte[] raw =
                    tapline.cli("message", "show", message.get("id").asString(), "--raw")
                            .expectSuccess("message show --raw")
                            .stdout();
            digests.put(Digests.sha256(raw), raw);
        }
        return digests;
    }
}
