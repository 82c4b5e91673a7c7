package org.tapline.interop;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Every client of the kit does through Tapline what it does without, and leaves the same mailbox
/// behind.
class ClientsThroughTaplineIT {
    private static @Nullable Lab lab;
    private static @Nullable RunningTapline tapline;

    @BeforeAll
    static void start() throws IOException {
        lab = Lab.up();
        tapline = RunningTapline.before(lab).start();
        tapline.enrol(
                IntStream.rangeClosed(1, 12)
                        .mapToObj(user -> "u" + user + "@acme.test")
                        .toArray(String[]::new));
        for (String contact : new String[] {"u48", "u49", "u50"}) {
            tapline.cli("contact", "add", "--email", contact + "@acme.test")
                    .expectSuccess("contact add");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (tapline != null) {
            tapline.close();
        }
    }

    @ParameterizedTest(name = "{0} {2}")
    @CsvSource({
        "thunderbird,  thunderbird,   --tls,      u1",
        "mbsync,       mbsync,        --tls,      u2",
        "mbsync,       mbsync,        --starttls, u3",
        "neomutt,      neomutt,       --starttls, u4",
        "offlineimap3, offlineimap,   --tls,      u5",
        "fetchmail,    fetchmail,     --tls,      u6",
        "imapflow,     node,          --tls,      u7",
        "python,       python3,       --starttls, u8",
        "swaks,        swaks,         --tls,      u9",
        "swaks,        swaks,         --starttls, u10",
        "msmtp,        msmtp,         --tls,      u11",
        "msmtp,        msmtp,         --starttls, u12",
    })
    void a_client_works_as_without_tapline_and_what_it_sent_is_on_the_timelines(
            String client, String program, String mode, String user) {
        Lab lab = requireNonNull(ClientsThroughTaplineIT.lab);
        RunningTapline tapline = requireNonNull(ClientsThroughTaplineIT.tapline);
        lab.needClient(program);
        boolean tls = mode.equals("--tls");
        String mailbox = user + "@acme.test";

        lab.client(
                client,
                tls ? Lab.IMAPS : Lab.IMAP,
                tls ? Lab.SUBMISSIONS : Lab.SUBMISSION,
                mode,
                mailbox,
                Map.of());
        JsonNode direct = lab.stableState(mailbox);

        JsonNode summary =
                lab.client(
                        client,
                        tls ? tapline.ports().imaps() : tapline.ports().imap(),
                        tls ? tapline.ports().smtps() : tapline.ports().smtp(),
                        mode,
                        mailbox,
                        Map.of());
        assertThat(lab.stableState(mailbox)).isEqualTo(direct);

        for (JsonNode id : summary.get("sent_message_ids")) {
            String sent = id.asString();
            for (String contact : new String[] {"u48", "u49", "u50"}) {
                await(sent + " on the timeline of " + contact)
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(
                                () ->
                                        assertThat(
                                                        Timelines.timesSeen(
                                                                tapline,
                                                                contact + "@acme.test",
                                                                sent))
                                                .isEqualTo(1));
            }
        }
    }
}
