package org.tapline.bridge.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tapline.bridge.bcc.BccAddress;
import org.tapline.bridge.bcc.BccAddresses;
import org.tapline.bridge.bcc.Scope;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.TestServer;

/// The addresses in a real PostgreSQL.
class StoredBccAddressesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static Database database;
    private static BccAddresses addresses;

    @BeforeAll
    static void open() {
        database = TestServer.newDatabase();
        addresses =
                new BccAddresses("crm.acme.test", new StoredBccAddresses(database), new Random(3));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void many_who_ask_at_once_get_one_address() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Callable<BccAddress> ask =
                    () ->
                            new BccAddresses(
                                            "crm.acme.test",
                                            new StoredBccAddresses(database),
                                            new Random())
                                    .current(Scope.DEAL, "42");
            List<BccAddress> got =
                    threads.invokeAll(Stream.generate(() -> ask).limit(16).toList()).stream()
                            .map(each -> each.resultNow())
                            .distinct()
                            .toList();
            assertThat(got).hasSize(1);
            assertThat(addresses.find(got.getFirst().address())).contains(got.getFirst());
        }
    }

    @Test
    void a_replaced_address_is_found_with_its_end_and_listed_until_then() {
        BccAddress old = addresses.current(Scope.USER, "anna@acme.test");
        BccAddress fresh = addresses.rotate(Scope.USER, "anna@acme.test", NOW, Duration.ofDays(30));
        Instant end = NOW.plus(Duration.ofDays(30));
        assertThat(addresses.current(Scope.USER, "anna@acme.test")).isEqualTo(fresh);
        assertThat(addresses.find(old.address()).orElseThrow().until()).contains(end);
        assertThat(addresses.list(end.minusSeconds(1)))
                .extracting(BccAddress::address)
                .contains(old.address(), fresh.address());
        assertThat(addresses.list(end))
                .extracting(BccAddress::address)
                .contains(fresh.address())
                .doesNotContain(old.address());
    }

    @Test
    void replacing_again_does_not_lengthen_the_life_of_the_oldest() {
        BccAddress old = addresses.current(Scope.USER, "ben@acme.test");
        addresses.rotate(Scope.USER, "ben@acme.test", NOW, Duration.ZERO);
        addresses.rotate(Scope.USER, "ben@acme.test", NOW, Duration.ofDays(30));
        assertThat(addresses.find(old.address()).orElseThrow().until()).contains(NOW);
    }
}
