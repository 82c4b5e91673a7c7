package org.tapline.bridge.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path folder;

    @Test
    void what_was_written_is_there_after_a_stop_and_a_start() {
        try (PostgresServer server = PostgresServer.start(folder, TestServer.programs());
                Database database = Database.embedded(server)) {
            database.jdbc().sql("create table kept as select 42 as answer").update();
        }
        try (PostgresServer server = PostgresServer.start(folder, TestServer.programs());
                Database database = Database.embedded(server)) {
            assertThat(answer(database)).isEqualTo(42);
        }
    }

    @Test
    void a_server_left_behind_is_taken_over() throws IOException {
        // What a kill -9 of ours leaves: the server runs, and the lock on its folder is gone.
        PostgresServer left = PostgresServer.start(folder, TestServer.programs());
        long pid = left.pid().orElseThrow();
        left.abandon();

        try (PostgresServer next = PostgresServer.start(folder, TestServer.programs());
                Database database = Database.embedded(next)) {
            assertThat(next.pid()).contains(pid);
            assertThat(database.answers()).isTrue();
        }
        await().atMost(LONG)
                .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void a_killed_server_is_started_again_where_the_pool_looks_for_it() {
        try (PostgresServer server = PostgresServer.start(folder, TestServer.programs());
                Database database = Database.embedded(server)) {
            database.jdbc().sql("create table kept as select 42 as answer").update();
            ProcessHandle killed = ProcessHandle.of(server.pid().orElseThrow()).orElseThrow();
            killed.destroyForcibly();
            await().atMost(LONG).until(() -> !killed.isAlive());
            await().atMost(LONG)
                    .untilAsserted(
                            () -> {
                                database.revive();
                                assertThat(database.answers()).isTrue();
                            });
            assertThat(answer(database)).isEqualTo(42);
        }
    }

    @Test
    void the_number_of_a_dead_server_given_to_another_program_does_not_matter() throws IOException {
        PostgresServer.start(folder, TestServer.programs()).close();
        Files.write(
                folder.resolve("cluster/postmaster.pid"),
                List.of(
                        Long.toString(ProcessHandle.current().pid()),
                        folder.resolve("cluster").toString(),
                        "1",
                        "5432",
                        "",
                        "127.0.0.1",
                        "1 1",
                        "ready"));
        try (PostgresServer server = PostgresServer.start(folder, TestServer.programs())) {
            assertThat(server.pid().orElseThrow()).isNotEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    void a_folder_in_use_is_refused_in_one_line() {
        try (PostgresServer server = PostgresServer.start(folder, TestServer.programs())) {
            assertThat(server.pid()).isPresent();
            assertThatThrownBy(() -> PostgresServer.start(folder, TestServer.programs()))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("another Tapline uses");
        }
    }

    @Test
    void the_password_can_be_read_by_its_owner_only_and_is_asked_for() throws IOException {
        try (PostgresServer server = PostgresServer.start(folder, TestServer.programs())) {
            Path password = folder.resolve("password");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                    .isEqualTo("rw-------");
            Path wrong = Files.writeString(folder.resolve("wrong"), "not-the-password\n");
            assertThatThrownBy(
                            () ->
                                    Database.external(
                                            server.url("postgres"),
                                            server.user(),
                                            Optional.of(wrong)))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("password authentication failed")
                    .hasMessageNotContaining("not-the-password");
        }
    }

    @Test
    void a_database_that_is_not_there_is_named_in_one_line() {
        assertThatThrownBy(
                        () ->
                                Database.external(
                                        "jdbc:postgresql://127.0.0.1:1/none?user=secret",
                                        "tapline",
                                        Optional.empty()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("cannot connect to the database at")
                .hasMessageNotContaining("secret");
    }

    private static int answer(Database database) {
        return database.jdbc().sql("select answer from kept").query(Integer.class).single();
    }
}
