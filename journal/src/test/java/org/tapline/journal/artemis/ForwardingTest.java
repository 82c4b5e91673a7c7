package org.tapline.journal.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.journal.BrokerAddress;
import org.tapline.journal.Content;
import org.tapline.journal.Journal.Subscription;
import org.tapline.journal.Journal.Verdict;
import org.tapline.journal.JournalException;
import org.tapline.journal.JournalSettings;
import org.tapline.journal.Observation;

/// Two brokers, one of them reached through a real socket with Netty.
@Timeout(120)
class ForwardingTest {
    @TempDir Path data;

    @Test
    void what_waited_for_the_broker_arrives_once_and_in_order_and_so_does_what_comes_later()
            throws Exception {
        Collected collected = new Collected();
        List<UUID> appended = new ArrayList<>();
        try (TcpBroker broker = new TcpBroker(data.resolve("broker"));
                EmbeddedJournal proxy = forwarding(broker.address())) {
            append(proxy, 0, 200, appended);
            // an entry is on disk a moment before the queue counts it
            await().atMost(Duration.ofSeconds(60)).until(() -> proxy.state().depth() == 200);
            broker.start();
            append(proxy, 200, 300, appended);
            try (RemoteJournal bridge = remote(broker.address());
                    Subscription running = bridge.subscribe(4, collected)) {
                assertThat(running).isNotNull();
                collected.awaitCount(300);
                broker.stop();
                append(proxy, 300, 400, appended);
                broker.start();
                collected.awaitCount(400);
                await().atMost(Duration.ofSeconds(60)).until(() -> proxy.state().depth() == 0);
                await().atMost(Duration.ofSeconds(60)).until(() -> bridge.state().depth() == 0);
            }
        }
        assertThat(collected.ids()).containsAll(appended);
        // what the bridge had stored but not acknowledged when the broker went comes again
        assertThat(collected.ids().stream().distinct()).hasSize(400);
        assertThat(collected.numbersByUser().values())
                .allSatisfy(numbers -> assertThat(numbers.stream().distinct().toList()).isSorted());
    }

    @Test
    void nothing_is_doubled_on_the_way_between_brokers() throws Exception {
        Collected collected = new Collected();
        List<UUID> appended = new ArrayList<>();
        try (TcpBroker broker = new TcpBroker(data.resolve("broker"));
                EmbeddedJournal proxy = forwarding(broker.address())) {
            broker.start();
            for (int round = 0; round < 4; round++) {
                append(proxy, round * 100, round * 100 + 100, appended);
                // most likely in the middle of forwarding
                broker.stop();
                broker.start();
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> proxy.state().depth() == 0);
            try (RemoteJournal bridge = remote(broker.address())) {
                await().atMost(Duration.ofSeconds(60)).until(() -> bridge.state().depth() == 400);
                try (Subscription running = bridge.subscribe(4, collected)) {
                    assertThat(running).isNotNull();
                    collected.awaitCount(400);
                }
            }
        }
        assertThat(collected.ids()).containsExactlyInAnyOrderElementsOf(appended);
    }

    @Test
    void a_large_message_passes_through_both_brokers_octet_for_octet() throws Exception {
        AtomicReference<byte[]> arrived = new AtomicReference<>(new byte[0]);
        int size = 3_000_000;
        try (TcpBroker broker = new TcpBroker(data.resolve("broker"));
                EmbeddedJournal proxy = forwarding(broker.address())) {
            broker.start();
            proxy.append(Entries.of("anna", 1), Entries.content(size, 99)).join();
            try (RemoteJournal bridge = remote(broker.address());
                    Subscription running =
                            bridge.subscribe(
                                    1,
                                    (observation, content) -> {
                                        try (InputStream in = content.open()) {
                                            arrived.set(in.readAllBytes());
                                        }
                                        return Verdict.STORED;
                                    })) {
                assertThat(running).isNotNull();
                await().atMost(Duration.ofSeconds(60)).until(() -> arrived.get().length > 0);
            }
        }
        assertThat(arrived.get()).isEqualTo(Entries.octets(size, 99));
    }

    @Test
    void a_bridge_may_append_on_the_broker_itself_and_fails_while_it_is_away() throws Exception {
        Collected collected = new Collected();
        try (TcpBroker broker = new TcpBroker(data.resolve("broker"))) {
            broker.start();
            try (RemoteJournal bridge = remote(broker.address())) {
                bridge.append(Entries.of("anna", 1), Entries.content(200_000, 1)).join();
                assertThat(bridge.state().oldestAt()).hasValue(Entries.AT.plusSeconds(1));
                broker.stop();
                CompletableFuture<Void> lost = bridge.append(Entries.of("anna", 2), Content.none());
                assertThatThrownBy(lost::join).hasCauseInstanceOf(JournalException.class);
                broker.start();
                bridge.append(Entries.of("anna", 3), Content.none()).join();
                try (Subscription running = bridge.subscribe(2, collected)) {
                    assertThat(running).isNotNull();
                    collected.awaitCount(2);
                }
            }
        }
        assertThat(collected.numbersByUser()).containsEntry("anna@acme.test", List.of(1, 3));
    }

    @Test
    void a_journal_that_forwards_cannot_be_read_here() throws Exception {
        TcpBroker absent = new TcpBroker(data.resolve("broker"));
        try (EmbeddedJournal proxy = forwarding(absent.address())) {
            assertThatThrownBy(() -> proxy.subscribe(1, new Collected()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("forwarded");
        }
    }

    @Test
    void a_broker_that_does_not_answer_is_named() throws Exception {
        BrokerAddress absent = new TcpBroker(data.resolve("broker")).address();
        assertThatThrownBy(() -> remote(absent))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(absent.url());
    }

    private EmbeddedJournal forwarding(BrokerAddress to) {
        return EmbeddedJournal.open(JournalSettings.forwarding(data.resolve("proxy"), to));
    }

    private RemoteJournal remote(BrokerAddress broker) {
        return RemoteJournal.open(broker, data.resolve("bridge-spool"));
    }

    private static void append(EmbeddedJournal journal, int from, int to, List<UUID> appended) {
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        for (int number = from; number < to; number++) {
            Observation entry = Entries.of("user" + number % 7, number);
            appended.add(entry.id());
            int size = number % 40 == 0 ? 300_000 : 2_000;
            appends.add(journal.append(entry, Entries.content(size, number)));
        }
        appends.forEach(CompletableFuture::join);
    }
}
