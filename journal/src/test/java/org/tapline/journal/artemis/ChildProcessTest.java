package org.tapline.journal.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.journal.Journal.Subscription;
import org.tapline.journal.JournalSettings;

/// What needs a process of its own: being killed, and little heap.
@Timeout(120)
class ChildProcessTest {
    private static final int ROUNDS = 4;
    private static final int PER_ROUND = 800;

    /// 50 MB: DESIGN section 4.
    private static final long LARGE_OCTETS = 50_000_000;

    @TempDir Path data;

    @Test
    void every_acknowledged_entry_survives_kill_9_and_is_there_once() throws Exception {
        List<UUID> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Process child =
                    ChildProcess.start(
                            "-Xmx256m",
                            "append",
                            data.toString(),
                            String.valueOf(round * 1_000_000));
            try (BufferedReader out = child.inputReader()) {
                readAcknowledged(out, acknowledged, PER_ROUND);
                child.destroyForcibly();
                // what it said before it died counts too
                readAcknowledged(out, acknowledged, Integer.MAX_VALUE);
            } finally {
                child.destroyForcibly();
            }
            assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * PER_ROUND);

        Collected collected = new Collected();
        try (EmbeddedJournal journal = EmbeddedJournal.open(JournalSettings.embedded(data));
                Subscription running = journal.subscribe(4, collected)) {
            assertThat(running).isNotNull();
            await().atMost(Duration.ofSeconds(60)).until(() -> journal.state().depth() == 0);
            assertThat(journal.parked()).isEmpty();
        }
        assertThat(collected.ids()).containsAll(acknowledged).doesNotHaveDuplicates();
        assertThat(collected.numbersByUser().values())
                .allSatisfy(numbers -> assertThat(numbers).isNotEmpty().isSorted());
        System.out.println(
                ROUNDS
                        + " kills, "
                        + acknowledged.size()
                        + " acknowledged, "
                        + collected.ids().size()
                        + " delivered");
    }

    @Test
    void a_message_of_50_MB_passes_with_a_heap_of_128_MB_and_then_the_process_ends()
            throws Exception {
        Process child =
                ChildProcess.start(
                        "-Xmx128m", "large", data.toString(), String.valueOf(LARGE_OCTETS));
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = child.inputReader()) {
            String line = out.readLine();
            while (line != null && !line.startsWith("matching")) {
                lines.add(line);
                line = out.readLine();
            }
            lines.add(String.valueOf(line));
            // nothing of the broker may keep it alive: its pools linger for a minute
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
        System.out.println(lines);
        assertThat(lines).contains("matching " + LARGE_OCTETS);
    }

    private static void readAcknowledged(BufferedReader out, List<UUID> into, int count)
            throws IOException {
        long goal = (long) into.size() + count;
        while (into.size() < goal) {
            String line;
            try {
                line = out.readLine();
            } catch (IOException closed) {
                // killed in the middle of a line
                return;
            }
            if (line == null) {
                return;
            }
            // a line cut short by the kill does not count, nor does the log
            if (line.startsWith("acknowledged ")
                    && line.length() == "acknowledged ".length() + 36) {
                into.add(UUID.fromString(line.substring("acknowledged ".length())));
            }
        }
    }
}
