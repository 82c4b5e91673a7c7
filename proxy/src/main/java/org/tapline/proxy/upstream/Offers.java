package org.tapline.proxy.upstream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.proxy.ProxySettings.Protocol;

/// What servers were last seen to offer, kept over a restart: with a server down, clients are
/// greeted with what it offered before. Thread-safe.
///
/// One line of the file for each server: protocol, address, and each entry of its list, separated
/// by tabs. What cannot be read is forgotten, since every server is asked again in any case.
public final class Offers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Offers.class);
    private static final String SEPARATOR = "\t";

    private final Path file;
    private final Map<String, List<String>> known = new ConcurrentHashMap<>();
    private final ExecutorService writers =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("upstream-offers").factory());

    private Offers(Path file) {
        this.file = file;
    }

    /// Takes up what the file says, where there is one.
    public static Offers open(Path file) {
        Offers offers = new Offers(file);
        if (Files.exists(file)) {
            offers.read();
        }
        return offers;
    }

    private void read() {
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                List<String> fields = Arrays.asList(line.split(SEPARATOR, -1));
                if (fields.size() > 2 && fields.stream().allMatch(Offers::isPlain)) {
                    known.put(
                            fields.get(0) + SEPARATOR + fields.get(1),
                            List.copyOf(fields.subList(2, fields.size())));
                }
            }
        } catch (IOException unreadable) {
            failed(unreadable);
        }
    }

    /// Printable and on one line, as every entry of a list is: nothing else reaches a client.
    private static boolean isPlain(String field) {
        return !field.isEmpty() && field.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /// Empty when the server was never heard.
    List<String> of(Protocol protocol, UpstreamServer server) {
        return known.getOrDefault(key(protocol, server), List.of());
    }

    /// What the server offers now. Writes, where something has changed.
    void learned(Protocol protocol, UpstreamServer server, List<String> list) {
        List<String> plain = list.stream().filter(Offers::isPlain).toList();
        if (!plain.equals(known.put(key(protocol, server), plain))) {
            try {
                writers.execute(this::write);
            } catch (RejectedExecutionException closed) {
                LOG.debug("learned too late to be kept: {}", server, closed);
            }
        }
    }

    /// Waits for what is being written; what is learned from here on is not kept.
    @Override
    public void close() {
        writers.close();
    }

    private static String key(Protocol protocol, UpstreamServer server) {
        return protocol.name() + SEPARATOR + server;
    }

    private synchronized void write() {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(known)
                .forEach((key, list) -> lines.add(key + SEPARATOR + String.join(SEPARATOR, list)));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(fresh, lines, StandardCharsets.US_ASCII);
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException unwritable) {
            failed(unwritable);
        }
    }

    private void failed(IOException cause) {
        LOG.warn("event=offers-not-kept file={} cause=\"{}\"", file, cause.toString());
    }
}
