package org.tapline.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The database is gone while mail flows: mail flows, and the timeline catches up.
class DatabaseOutageIT {
    private static final String CONTACT = "outage@customer.test";

    @Test
    void mail_flows_while_postgresql_is_down_and_the_timeline_catches_up() throws Exception {
        Lab lab = Lab.up();
        try (RunningTapline tapline = RunningTapline.before(lab).start()) {
            tapline.enrol("u30@acme.test");
            tapline.cli("contact", "add", "--email", CONTACT).expectSuccess("contact add");
            List<String> sent = new ArrayList<>();
            try (Submission submission =
                    new Submission(tapline.ports().smtps(), "u30@acme.test", lab.authority())) {
                for (int i = 0; i < 30; i++) {
                    if (i == 10) {
                        killPostgres(tapline.data());
                    }
                    String id = "outage-" + i + "@crash.test";
                    submission.send(CONTACT, id, "while the database is down");
                    sent.add(id);
                }
            }
            await("the timeline has caught up")
                    .atMost(Duration.ofSeconds(90))
                    .ignoreExceptions()
                    .untilAsserted(
                            () -> {
                                for (String id : sent) {
                                    assertThat(Timelines.timesSeen(tapline, CONTACT, id))
                                            .as(id)
                                            .isEqualTo(1);
                                }
                            });
        }
    }

    /// Ends the embedded server the hard way, by the pid that it wrote itself.
    private static void killPostgres(Path data) throws IOException {
        Path file;
        try (var files = Files.walk(data, 4)) {
            file =
                    files.filter(f -> f.endsWith("postmaster.pid"))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("no postmaster.pid in " + data));
        }
        long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        assertThat(postmaster.destroyForcibly()).isTrue();
        postmaster.onExit().join();
    }
}
