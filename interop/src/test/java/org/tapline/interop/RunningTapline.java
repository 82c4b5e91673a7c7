package org.tapline.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A `tapline start` of our own: its folder, its ports, its process. Started, killed and asked only
/// as an administrator would do it.
final class RunningTapline implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final Path configuration;
    private final Ports ports;
    private @Nullable Process process;

    /// The listeners that were configured.
    record Ports(int imaps, int imap, int smtps, int smtp, int http) {}

    private RunningTapline(Path folder, Path configuration, Ports ports) {
        this.folder = folder;
        this.configuration = configuration;
        this.ports = ports;
    }

    /// Writes a configuration that stands before the lab, in a new folder. Nothing is started yet.
    ///
    /// The organisation's domain is not the lab's: so the lab's users that are not added as our own
    /// are people outside.
    static RunningTapline before(Lab lab) throws IOException {
        return before(lab, "", "");
    }

    /// The same with more keys.
    ///
    /// @param listen further keys of `listen`, one a line
    /// @param more further keys at the top
    static RunningTapline before(Lab lab, String listen, String more) throws IOException {
        Path folder = Files.createTempDirectory("tapline-interop");
        int[] free = Lab.freePorts(5);
        Ports ports = new Ports(free[0], free[1], free[2], free[3], free[4]);
        Path configuration = folder.resolve("tapline.yaml");
        Files.writeString(
                configuration,
"""
                data: %s
                organisation: { name: Lab, domains: [lab.test] }
                listen:
                  imap:
                    - { address: "127.0.0.1:%d", tls: implicit }
                    - { address: "127.0.0.1:%d", tls: starttls }
                  smtp:
                    - { address: "127.0.0.1:%d", tls: implicit }
                    - { address: "127.0.0.1:%d", tls: starttls }
                  http: { address: "127.0.0.1:%d" }
                %s
                tls: { certificate: "%s", key: "%s" }
                upstream:
                  default:
                    imap: { host: localhost, port: %d, tls: implicit, trust: "%s" }
                    smtp: { host: localhost, port: %d, tls: starttls, trust: "%s" }
                enrol: listed
                %s
                """
                        .formatted(
                                folder.resolve("data"),
                                ports.imaps,
                                ports.imap,
                                ports.smtps,
                                ports.smtp,
                                ports.http,
                                listen.indent(2),
                                lab.certificate(),
                                lab.key(),
                                Lab.IMAPS,
                                lab.authority(),
                                Lab.SUBMISSION,
                                lab.authority(),
                                more));
        return new RunningTapline(folder, configuration, ports);
    }

    Ports ports() {
        return ports;
    }

    Path data() {
        return folder.resolve("data");
    }

    /// Starts it and waits for its line `ready`.
    RunningTapline start() throws IOException {
        Process started =
                new ProcessBuilder(tapline(), "start", "-c", configuration.toString())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectError(
                                ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                        .start();
        process = started;
        CompletableFuture<Boolean> ready =
                CompletableFuture.supplyAsync(
                        () -> {
                            try (BufferedReader lines = started.inputReader()) {
                                boolean seen = false;
                                String line = lines.readLine();
                                while (line != null && !seen) {
                                    seen = line.equals("ready");
                                    line = seen ? line : lines.readLine();
                                }
                                return seen;
                            } catch (IOException e) {
                                return false;
                            }
                        });
        if (!ready.completeOnTimeout(false, 240, TimeUnit.SECONDS).join()) {
            throw new AssertionError("tapline did not get ready:\n" + log());
        }
        return this;
    }

    /// `kill -9`, as a crash would be. An embedded database lives on, as it does in real life.
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
            process = null;
        }
    }

    /// SIGTERM; must end in order.
    int stop() throws IOException {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        running.destroy();
        if (running.onExit().completeOnTimeout(running, 60, TimeUnit.SECONDS).join().isAlive()) {
            throw new AssertionError("tapline did not stop within 60 s:\n" + log());
        }
        process = null;
        return running.exitValue();
    }

    /// Makes lab users our own, and waits until the proxy knows it too: it asks every few seconds.
    void enrol(String... users) {
        for (String user : users) {
            cli("user", "add", user).expectSuccess("user add " + user);
        }
        LockSupport.parkNanos(Duration.ofSeconds(6).toNanos());
    }

    /// `tapline WORDS -c ...`.
    Command.Result cli(String... words) {
        List<String> all = new ArrayList<>(List.of(tapline()));
        all.addAll(List.of(words));
        all.addAll(List.of("-c", configuration.toString()));
        return Command.run(60, Map.of(), all);
    }

    /// `tapline WORDS --json -c ...`, parsed; the command must succeed.
    JsonNode json(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--json");
        String[] asked = all.toArray(String[]::new);
        return JSON.readTree(cli(asked).expectSuccess(all).text());
    }

    /// The value of a counter at `/metrics`, by its name and labels as they stand there.
    double metric(String nameAndLabels) throws IOException {
        URI metrics = URI.create("http://127.0.0.1:" + ports.http + "/metrics");
        try (InputStream in = metrics.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(nameAndLabels + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .findFirst()
                    .orElse(0);
        }
    }

    /// Everything the process said on standard error so far.
    String log() throws IOException {
        Path log = folder.resolve("log");
        return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
    }

    static String tapline() {
        return Lab.projectRoot().resolve("tapline").toString();
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            int exit = stop();
            if (exit != 0 && exit != 143) {
                throw new AssertionError("tapline stopped with " + exit);
            }
        }
    }
}
