package org.tapline.bridge.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.MemoryJournal;
import org.tapline.bridge.Seen;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.TestServer;
import org.tapline.bridge.timeline.Entry;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.Observation;

/// Intake while others work on the same rows, while a message cannot be filed, and while the
/// database is away.
class DisturbedIntakeTest {
    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir Path data;

    /// Eight mailboxes get the same twelve messages of one conversation, in different orders, over
    /// two bridges; each message makes the same contacts.
    @Test
    void many_intakes_at_once_file_each_message_once_in_one_thread() throws Exception {
        try (Rooms one = Rooms.open(data);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Rooms two = Rooms.on(one.database(), data);
            List<Callable<Boolean>> mailboxes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int mailbox = i;
                mailboxes.add(() -> fileAll(mailbox % 2 == 0 ? one : two, mailbox));
            }
            for (Future<Boolean> done : threads.invokeAll(mailboxes)) {
                assertThat(done.get()).isTrue();
            }

            List<Entry> entries = one.timelineOf("zoe@race.test");
            assertThat(entries).hasSize(12);
            assertThat(entries.stream().map(Entry::threadId).distinct()).hasSize(1);
            assertThat(entries).allSatisfy(entry -> assertThat(entry.mailboxes()).hasSize(8));
            assertThat(one.parking().list()).isEmpty();
            assertThat(count(one.database(), "select count(*) from contact")).isEqualTo(13);
            assertThat(count(one.database(), "select count(*) from company")).isEqualTo(1);
            assertThat(count(one.database(), "select count(*) from event")).isEqualTo(12);
            assertThat(count(one.database(), "select count(*) from thread")).isEqualTo(1);
        }
    }

    private static boolean fileAll(Rooms rooms, int mailbox) {
        for (int i = 0; i < 12; i++) {
            int message = (i * 5 + mailbox * 7) % 12;
            Observation observation =
                    Seen.submitted("user" + mailbox + "@acme.test", "zoe@race.test");
            Content mail =
                    Seen.mail(
                            "Text " + message,
                            "From: anna@acme.test",
                            "To: zoe@race.test, p" + message + "@race.test",
                            "Subject: Race",
                            "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                            "Message-ID: <m" + message + "@acme.test>",
                            "References: <m" + (message + 11) % 12 + "@acme.test>");
            Journal.Verdict verdict = Journal.Verdict.TRY_AGAIN;
            while (verdict == Journal.Verdict.TRY_AGAIN) {
                verdict = rooms.intake().consume(observation, mail);
            }
        }
        return true;
    }

    @Test
    void what_cannot_be_filed_is_parked_and_taken_up_again() throws IOException {
        try (Rooms rooms = Rooms.open(data)) {
            rooms.database()
                    .jdbc()
                    .sql("alter table message add constraint defect check (subject <> 'Poison')")
                    .update();
            Observation poison = Seen.fetched("anna@acme.test", "INBOX", 3);
            Content mail = Seen.mail("poison@x.test", "mia@mu.test", "anna@acme.test", "Poison");

            for (int i = 1; i < Intake.TRIES; i++) {
                assertThat(rooms.intake().consume(poison, mail))
                        .isEqualTo(Journal.Verdict.TRY_AGAIN);
            }
            assertThat(rooms.intake().consume(poison, mail)).isEqualTo(Journal.Verdict.STORED);
            assertThat(rooms.parking().list())
                    .singleElement()
                    .satisfies(
                            parked -> {
                                assertThat(parked.id()).isEqualTo(poison.id());
                                assertThat(parked.mailbox()).isEqualTo("anna@acme.test");
                                assertThat(parked.reason()).contains("defect");
                                assertThat(parked.attempts()).isEqualTo(Intake.TRIES);
                            });
            assertThat(rooms.ledger("anna@acme.test").getFirst().failed()).isEqualTo(1);

            assertThat(rooms.intake().replay(poison.id())).isEqualTo(Intake.Replay.PARKED_AGAIN);
            assertThat(rooms.parking().count()).isEqualTo(1);

            rooms.database().jdbc().sql("alter table message drop constraint defect").update();
            assertThat(rooms.intake().replay(poison.id())).isEqualTo(Intake.Replay.FILED);
            assertThat(rooms.timelineOf("mia@mu.test")).hasSize(1);
            assertThat(rooms.parking().count()).isZero();
            assertThat(rooms.ledger("anna@acme.test").getFirst())
                    .extracting("captured", "failed")
                    .containsExactly(1L, 0L);
            assertThat(rooms.intake().replay(poison.id())).isEqualTo(Intake.Replay.UNKNOWN);
        }
    }

    @Test
    void mail_observed_while_the_database_is_away_is_filed_when_it_is_back() throws Exception {
        try (TestServer.Own server = TestServer.own(data.resolve("database"));
                Rooms rooms = Rooms.on(server.database(), data);
                MemoryJournal journal = new MemoryJournal();
                Journal.Subscription running = journal.subscribe(4, rooms.intake())) {
            assertThat(running).isNotNull();
            append(journal, 0, 20);
            server.stop();
            append(journal, 20, 40);
            assertThat(rooms.database().answers()).isFalse();
            assertThat(journal.state().depth()).isGreaterThanOrEqualTo(20);

            server.startAgain();

            await().atMost(LONG).until(() -> journal.state().depth() == 0);
            assertThat(rooms.timelineOf("ned@nu.test")).hasSize(40);
            assertThat(rooms.parking().list()).isEmpty();
        }
    }

    private static void append(Journal journal, int from, int to) {
        for (int i = from; i < to; i++) {
            journal.append(
                            Seen.submitted("user" + i % 5 + "@acme.test", "ned@nu.test"),
                            Seen.mail("n" + i + "@acme.test", "anna@acme.test", "ned@nu.test", "N"))
                    .join();
        }
    }

    private static long count(Database database, String sql) {
        return database.jdbc().sql(sql).query(Long.class).single();
    }
}
