package org.tapline.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The real mail server of the tests: Dovecot and Postfix as `../shared/lab/lab` sets them up, and
/// the kit that drives real clients. One for the whole run; stopped when the JVM ends.
final class Lab {
    /// Ports are the lab's own, see `lab/lab`.
    static final int IMAP = 20143;

    static final int IMAPS = 20993;
    static final int SUBMISSION = 21587;
    static final int SUBMISSIONS = 21465;

    private static final JsonMapper JSON = new JsonMapper();
    private static volatile @Nullable Lab running;

    private final Path kit;
    private final Path folder;

    private Lab(Path kit, Path folder) {
        this.kit = kit;
        this.folder = folder;
    }

    /// The lab, started on first use; skips the calling test where its parts are absent.
    static synchronized Lab up() throws IOException {
        Lab lab = running;
        if (lab != null) {
            return lab;
        }
        Path kit = projectRoot().resolveSibling("shared").resolve("lab");
        need(Files.isExecutable(kit.resolve("lab")), "the shared lab beside the project");
        need(Files.isExecutable(Path.of("/usr/sbin/dovecot")), "Dovecot (see .ci/run)");
        need(Files.isExecutable(Path.of("/usr/sbin/postfix")), "Postfix (see .ci/run)");
        need("root".equals(System.getProperty("user.name")), "root, to start Dovecot and Postfix");
        Path folder = Files.createTempDirectory("tapline-lab");
        lab = new Lab(kit, folder);
        lab.lab(300, "setup", folder.toString(), "--no-apt");
        lab.lab(60, "up", folder.toString());
        Lab stopped = lab;
        Runtime.getRuntime().addShutdownHook(new Thread(stopped::down));
        running = lab;
        return lab;
    }

    /// The folder that holds the root pom.
    static Path projectRoot() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("tapline"))) {
            Path parent = here.getParent();
            if (parent == null) {
                throw new AssertionError("no ./tapline above the working directory");
            }
            here = parent;
        }
        return here;
    }

    /// Ports of loopback that are free now: below those that the kernel gives to outgoing
    /// connections, so that nobody takes them before they are used.
    static int[] freePorts(int count) {
        return ThreadLocalRandom.current()
                .ints(10_000, 19_000)
                .distinct()
                .filter(Lab::free)
                .limit(count)
                .toArray();
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /// Where it lies, for another Postfix beside the lab's own.
    Path folder() {
        return folder;
    }

    /// The certificate authority that signed the lab's server certificate.
    Path authority() {
        return folder.resolve("tls/ca.pem");
    }

    Path certificate() {
        return folder.resolve("tls/server.pem");
    }

    Path key() {
        return folder.resolve("tls/server.key");
    }

    /// The varied messages that `--fresh` puts into a mailbox.
    List<Path> messages() throws IOException {
        try (var files = Files.list(folder.resolve("messages"))) {
            return files.filter(f -> f.toString().endsWith(".eml")).sorted().toList();
        }
    }

    /// Whether the programs of a client are installed; skips the calling test if not.
    void needClient(String program) {
        boolean found = false;
        for (String place : System.getenv("PATH").split(":", -1)) {
            found |= Files.isExecutable(Path.of(place, program));
        }
        need(found, "the client " + program + " (see .ci/run)");
    }

    /// Drives one real client through the kit's session.
    ///
    /// @param mode `--tls`, `--starttls` or `--plain`
    /// @return the kit's summary; a client that did not do what it should fails the test
    JsonNode client(
            String name,
            int imap,
            int smtp,
            String mode,
            String user,
            Map<String, String> environment) {
        List<String> words = new ArrayList<>();
        words.add(kit.resolve("clients/run").toString());
        words.add(name);
        words.add(folder.toString());
        words.add("127.0.0.1:" + imap);
        words.add("127.0.0.1:" + smtp);
        words.addAll(List.of(mode, "--user", user, "--fresh"));
        Command.Result result = Command.run(400, environment, words);
        result.expectSuccess(words);
        String[] lines = result.text().strip().split("\n", -1);
        return JSON.readTree(lines[lines.length - 1]);
    }

    /// The mailbox as it lies on the server, without what differs from run to run.
    JsonNode stableState(String user) {
        return JSON.readTree(
                Command.run(
                                60,
                                Map.of(),
                                List.of(
                                        kit.resolve("clients/state").toString(),
                                        folder.toString(),
                                        user,
                                        "--stable"))
                        .expectSuccess("state")
                        .text());
    }

    /// SHA-256 of each message in a folder, as it lies on the server -> its size in octets.
    Map<String, Integer> digests(String user, String name) {
        JsonNode state =
                JSON.readTree(
                        Command.run(
                                        60,
                                        Map.of(),
                                        List.of(
                                                kit.resolve("clients/state").toString(),
                                                folder.toString(),
                                                user))
                                .expectSuccess("state")
                                .text());
        Map<String, Integer> digests = new HashMap<>();
        for (JsonNode message : state.get("folders").get(name)) {
            digests.put(message.get("sha256").asString(), message.get("size").asInt());
        }
        return digests;
    }

    /// Delivers messages by LMTP, as the mail server gets them from outside.
    void deliver(String user, Path... messages) {
        List<String> words = new ArrayList<>(List.of("python3", kit.resolve("lmtp.py").toString()));
        words.add(user);
        for (Path message : messages) {
            words.add(message.toString());
        }
        Command.run(120, Map.of(), words).expectSuccess(words);
    }

    private void down() {
        Command.run(
                60, Map.of(), List.of(kit.resolve("lab").toString(), "down", folder.toString()));
    }

    private void lab(int limitSeconds, String... words) {
        List<String> all = new ArrayList<>(List.of(kit.resolve("lab").toString()));
        all.addAll(List.of(words));
        Command.run(limitSeconds, Map.of(), all).expectSuccess(all);
    }

    private static void need(boolean there, String what) {
        if (Boolean.getBoolean("interop.required") && !there) {
            throw new AssertionError("this run must not skip anything, but there is no " + what);
        }
        Assumptions.assumeTrue(there, () -> "skipped: there is no " + what);
    }
}
