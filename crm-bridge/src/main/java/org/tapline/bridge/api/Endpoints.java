package org.tapline.bridge.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapline.bridge.ops.Scope;

/// The table of all endpoints: what each needs, and what it does.
final class Endpoints {
    private static final Map<String, Endpoint> ALL = read();

    private Endpoints() {}

    /// In the order of the table.
    static List<Endpoint> all() {
        return List.copyOf(ALL.values());
    }

    /// @param path as it is mapped: `/api/v1/contacts/{contact}`
    static Optional<Endpoint> of(String method, String path) {
        return Optional.ofNullable(ALL.get(method + " " + path));
    }

    private static Map<String, Endpoint> read() {
        Map<String, Endpoint> all = new LinkedHashMap<>();
        try (InputStream in = Endpoints.class.getResourceAsStream("endpoints.txt")) {
            if (in == null) {
                throw new IllegalStateException("endpoints.txt is not in the program");
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Endpoints::endpoint)
                    .forEach(endpoint -> all.put(endpoint.name(), endpoint));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static Endpoint endpoint(String line) {
        String[] words = line.split(" ", 4);
        if (words.length < 4) {
            throw new IllegalStateException("endpoints.txt: " + line);
        }
        Optional<Scope> scope = Scope.named(words[2]);
        if (scope.isEmpty() && !words[2].equals("-")) {
            throw new IllegalStateException("endpoints.txt: no scope: " + line);
        }
        return new Endpoint(words[0], words[1], scope, words[3]);
    }
}
