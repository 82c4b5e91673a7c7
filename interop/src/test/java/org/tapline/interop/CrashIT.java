package org.tapline.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What a crash must not do: lose a message that the mail server accepted, or show one twice.
class CrashIT {
    private static final int SENDERS = 4;
    private static final int ROUNDS = 5;
    private static final int MESSAGES_BEFORE_A_KILL = 60;
    private static final String CONTACT = "crash@customer.test";

    private final Set<String> accepted = new ConcurrentSkipListSet<>();
    private final Queue<Sent> unanswered = new ConcurrentLinkedQueue<>();

    /// A message that got no answer, and whose it is.
    private record Sent(String user, String id) {}

    @Test
    void after_kill_9_while_messages_flow_every_accepted_message_is_on_the_timeline_once()
            throws Exception {
        Lab lab = Lab.up();
        try (RunningTapline tapline = RunningTapline.before(lab).start()) {
            tapline.enrol(
                    IntStream.range(0, SENDERS).mapToObj(CrashIT::user).toArray(String[]::new));
            tapline.cli("contact", "add", "--email", CONTACT).expectSuccess("contact add");
            Random random = new Random(4711);
            for (int round = 0; round < ROUNDS; round++) {
                sendUntilKilled(lab, tapline, round, random.nextInt(40), random.nextInt(50));
                tapline.start();
            }
            sendTheUnanswered(lab, tapline);
            assertThat(accepted).hasSizeGreaterThan(ROUNDS * MESSAGES_BEFORE_A_KILL);
            await("all accepted messages on the timeline")
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(seen(tapline).keySet()).containsAll(accepted));
            assertThat(seen(tapline))
                    .allSatisfy((id, times) -> assertThat(times).as(id).isEqualTo(1));
        }
    }

    /// Sends from several users at once and kills Tapline in the middle.
    private void sendUntilKilled(
            Lab lab, RunningTapline tapline, int round, int more, int pauseMillis)
            throws InterruptedException {
        AtomicInteger number = new AtomicInteger();
        CountDownLatch enough = new CountDownLatch(MESSAGES_BEFORE_A_KILL + more);
        List<Thread> senders = new ArrayList<>();
        for (int sender = 0; sender < SENDERS; sender++) {
            String user = user(sender);
            Runnable work =
                    () -> {
                        try (Submission submission =
                                new Submission(tapline.ports().smtps(), user, lab.authority())) {
                            while (true) {
                                send(
                                        submission,
                                        user,
                                        "%d-%d@crash.test"
                                                .formatted(round, number.incrementAndGet()));
                                enough.countDown();
                            }
                        } catch (MessagingException theKill) {
                            enough.countDown();
                        }
                    };
            senders.add(Thread.ofVirtual().start(work));
        }
        assertThat(enough.await(120, TimeUnit.SECONDS)).as("messages flow").isTrue();
        Thread.sleep(pauseMillis);
        tapline.kill();
        for (Thread sender : senders) {
            sender.join();
        }
    }

    /// As every mail client does: what got no answer is sent again.
    private void sendTheUnanswered(Lab lab, RunningTapline tapline) throws MessagingException {
        for (Sent sent = unanswered.poll(); sent != null; sent = unanswered.poll()) {
            try (Submission submission =
                    new Submission(tapline.ports().smtps(), sent.user(), lab.authority())) {
                send(submission, sent.user(), sent.id());
            }
        }
    }

    private void send(Submission submission, String user, String id) throws MessagingException {
        try {
            submission.send(CONTACT, id, "crash " + id);
            accepted.add(id);
        } catch (MessagingException e) {
            unanswered.add(new Sent(user, id));
            throw e;
        }
    }

    private static Map<String, Integer> seen(RunningTapline tapline) {
        Map<String, Integer> times = new TreeMap<>();
        for (JsonNode entry : tapline.json("timeline", CONTACT, "--limit", "10000")) {
            times.merge(Timelines.bare(entry.get("message_id").asString()), 1, Integer::sum);
        }
        return times;
    }

    private static String user(int sender) {
        return "u" + (21 + sender) + "@acme.test";
    }
}
