package org.tapline.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.cli.configuration.Configuration;
import org.tapline.cli.configuration.ConfigurationReader;
import org.tapline.cli.configuration.ConfigurationSource;
import org.tapline.proxy.StartFailure;

class ReloadingTest {
    private static final String UPSTREAM = "upstream: { default: { imap: { host: m } } }\n";

    @TempDir Path folder;
    private final List<Configuration> applied = new ArrayList<>();

    private Configuration read() {
        return ConfigurationReader.read(
                ConfigurationSource.find(
                        Optional.of(folder.resolve("tapline.yaml")), Map.of(), folder));
    }

    private void write(String yaml) throws IOException {
        Files.writeString(folder.resolve("tapline.yaml"), yaml);
    }

    private Reloading started() throws IOException {
        write(UPSTREAM);
        return new Reloading(
                read(),
                this::read,
                fresh -> StartChecks.ofFiles(fresh, Role.PROXY),
                fresh -> {
                    applied.add(fresh);
                    return List.of();
                });
    }

    @Test
    void what_is_in_the_file_now_is_applied() throws IOException {
        Reloading reloading = started();
        write(UPSTREAM + "limits: { drain: 2s }\n");

        assertThat(reloading.reload()).isTrue();

        assertThat(applied.getFirst().limits().drain()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void a_problem_changes_nothing() throws IOException {
        Reloading reloading = started();
        write(UPSTREAM + "limitz: {}\n");
        assertThat(reloading.reload()).isFalse();
        write(UPSTREAM + "tls: { certificate: gone.pem, key: gone.key }\n");
        assertThat(reloading.reload()).isFalse();
        assertThat(applied).isEmpty();
    }

    @Test
    void what_the_proxy_refuses_is_refused() throws IOException {
        write(UPSTREAM);
        Reloading reloading =
                new Reloading(
                        read(),
                        this::read,
                        fresh -> List.of(),
                        fresh -> {
                            throw new StartFailure("no");
                        });
        assertThat(reloading.reload()).isFalse();
    }

    @Test
    void keys_that_others_share_are_named() throws IOException {
        write(UPSTREAM);
        Configuration before = read();
        write(
                UPSTREAM
                        + "organisation: { domains: [a.test] }\n"
                        + "listen: { http: { address: \"127.0.0.1:9000\" } }\n");

        assertThat(Reloading.beyondTheProxy(before, read()))
                .containsExactly("organisation", "listen.http");
        assertThat(Reloading.beyondTheProxy(before, before)).isEmpty();
    }

    @Test
    void the_signal_runs_it() throws Exception {
        assumeThat(ignoresHangUp()).as("SIGHUP is ignored here, as nohup makes it").isFalse();
        CountDownLatch ran = new CountDownLatch(1);
        HangUp.runs(ran::countDown);
        HangUp.raise();
        assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
    }

    /// A process keeps ignoring what its parent ignored: the lowest bit of SigIgn is SIGHUP's,
    /// proc(5).
    private static boolean ignoresHangUp() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Character.digit(line.charAt(line.length() - 1), 16) & 1) == 1);
    }
}
