package org.tapline.journal.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.journal.Content;
import org.tapline.journal.Journal.Subscription;
import org.tapline.journal.JournalSettings;
import org.tapline.journal.ParkedEntry;

/// What a newer version, a stranger or a damaged disk may leave in the queue.
@Timeout(120)
class ParkedQueueTest {
    private static final UUID ID = UUID.fromString("11111111-2222-4333-8444-555555555555");

    @TempDir Path data;

    @Test
    void an_entry_of_an_unknown_version_is_parked_and_the_next_is_delivered() throws Exception {
        byte[] newer = framed("{\"schema\":3,\"colour\":\"red\"}", 10);
        Collected collected = new Collected();
        try (EmbeddedJournal journal = open()) {
            put(journal, newer);
            journal.append(Entries.of("anna", 1), Content.none()).join();
            try (Subscription running = journal.subscribe(2, collected)) {
                assertThat(running).isNotNull();
                collected.awaitCount(1);
                await().until(() -> journal.parked().size() == 1);
            }
            ParkedEntry parked = journal.parked().getFirst();
            assertThat(parked.id()).isEqualTo(ID);
            assertThat(parked.reason()).contains("schema version 3");
            assertThat(parked.mailbox()).isEqualTo("anna@acme.test default");
            assertThat(parked.size()).isEqualTo(newer.length);
            assertThat(journal.state().depth()).isZero();
        }
    }

    @Test
    void what_is_parked_survives_a_restart_and_is_parked_again_when_it_still_cannot_be_read()
            throws Exception {
        byte[] large = framed("not JSON at all", 400_000);
        try (EmbeddedJournal journal = open()) {
            put(journal, large);
            try (Subscription running = journal.subscribe(1, new Collected())) {
                assertThat(running).isNotNull();
                await().until(() -> journal.parked().size() == 1);
            }
        }
        try (EmbeddedJournal journal = open()) {
            assertThat(journal.parked()).hasSize(1);
            assertThat(journal.replay(UUID.randomUUID())).isFalse();
            assertThat(journal.replay(ID)).isTrue();
            assertThat(journal.parked()).isEmpty();
            await().atMost(Duration.ofSeconds(60)).until(() -> journal.state().depth() == 1);
            try (Subscription running = journal.subscribe(1, new Collected())) {
                assertThat(running).isNotNull();
                await().atMost(Duration.ofSeconds(60)).until(() -> journal.parked().size() == 1);
            }
            assertThat(journal.parked().getFirst().size()).isEqualTo(large.length);
        }
    }

    @Test
    void damaged_frames_are_parked_with_what_is_wrong() throws Exception {
        byte[] tooLong = ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).array();
        byte[] negative = ByteBuffer.allocate(8).putInt(-1).array();
        try (EmbeddedJournal journal = open()) {
            put(journal, new byte[] {1, 2});
            put(journal, tooLong, UUID.randomUUID().toString());
            put(journal, negative, "not a UUID");
            try (Subscription running = journal.subscribe(1, new Collected())) {
                assertThat(running).isNotNull();
                await().until(() -> journal.parked().size() == 3);
            }
            List<String> reasons = journal.parked().stream().map(ParkedEntry::reason).toList();
            assertThat(reasons.get(0)).contains("shorter than its own length field");
            assertThat(reasons.get(1)).contains("impossible length");
            assertThat(reasons.get(2)).contains("impossible length: -1");
        }
    }

    private EmbeddedJournal open() {
        return EmbeddedJournal.open(JournalSettings.embedded(data));
    }

    private static void put(EmbeddedJournal journal, byte[] body) throws Exception {
        put(journal, body, ID.toString());
    }

    private static void put(EmbeddedJournal journal, byte[] body, String id) throws Exception {
        try (Endpoint.Link link = journal.endpoint().connect();
                ClientProducer producer = link.session().createProducer(Queues.ENTRIES)) {
            ClientMessage message = link.session().createMessage(Message.BYTES_TYPE, true);
            message.setGroupID("anna@acme.test default");
            message.putStringProperty(EntryMessage.ID, id);
            message.getBodyBuffer().writeBytes(body);
            producer.send(message);
        }
    }

    private static byte[] framed(String head, int content) {
        byte[] octets = head.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + octets.length + content)
                .putInt(octets.length)
                .put(octets)
                .array();
    }
}
