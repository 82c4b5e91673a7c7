package org.tapline.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs the usual commands against a server of its own, so that the launcher can keep what Java
/// learned from it (an ahead-of-time cache) and the same commands start fast afterwards.
final class Training {
    private static final String ANSWER =
            """
            [{"id":"1","name":"Carol","emails":[{"address":"carol@example.test","primary":true}],
            "occurred_at":"2026-11-21T17:45:30Z","created_at":"2026-11-21T17:45:30Z",
            "from":[{"name":"Anna","address":"anna@acme.test"}],"ways_in":["imap-fetch"]}]""";

    private Training() {}

    public static void main(String... arguments) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] octets = ANSWER.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, octets.length);
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write(octets);
                    }
                });
        server.start();
        Path folder = Files.createTempDirectory("tapline-training");
        try {
            Path file = configuration(folder, server.getAddress().getPort());
            for (List<String> words :
                    List.of(
                            List.of("contact", "list"),
                            List.of("contact", "add", "--email", "carol@example.test"),
                            List.of("timeline", "carol@example.test", "--json"),
                            List.of("message", "list"),
                            List.of("status"))) {
                run(folder, file, words);
            }
        } finally {
            server.stop(0);
            Files.deleteIfExists(folder.resolve("data/admin.token"));
            Files.deleteIfExists(folder.resolve("data"));
            Files.deleteIfExists(folder.resolve("tapline.yaml"));
            Files.deleteIfExists(folder);
        }
    }

    private static Path configuration(Path folder, int port) throws IOException {
        Files.writeString(
                Files.createDirectory(folder.resolve("data")).resolve("admin.token"), "t");
        return Files.writeString(
                folder.resolve("tapline.yaml"),
                """
                data: data
                listen: { http: { address: "127.0.0.1:%d" } }
                upstream: { default: { imap: { host: mail.acme.test } } }
                """
                        .formatted(port));
    }

    private static void run(Path folder, Path file, List<String> words) {
        PrintStream nowhere =
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Surroundings surroundings =
                new Surroundings(nowhere, nowhere, Map.of(), folder, 120, ZoneId.systemDefault());
        List<String> arguments = new ArrayList<>(words);
        arguments.addAll(List.of("-c", file.toString()));
        Tapline.run(surroundings, arguments.toArray(String[]::new));
    }
}
