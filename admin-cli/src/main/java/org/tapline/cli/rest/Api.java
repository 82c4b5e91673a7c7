package org.tapline.cli.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.Reason;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;

/// Asks the bridge and tells what came of it.
public final class Api {
    private static final int CONNECT_MILLIS = 5_000;

    /// A merge or purge of a big contact may take its time.
    private static final int READ_MILLIS = 120_000;

    private static final int LARGEST_PAGE = 200;

    /// Octets of a file sent at once.
    private static final int CHUNK = 64 * 1024;

    private final ApiTarget target;
    private final JsonMapper json = JsonMapper.shared();

    public Api(ApiTarget target) {
        this.target = target;
    }

    /// One resource.
    public JsonNode get(RestPath path) {
        return call("GET", path, Optional.empty());
    }

    /// The octets of a resource that is not JSON.
    public byte[] octets(RestPath path) {
        return exchange("GET", path, Optional.empty());
    }

    /// What takes a resource that is too large for memory.
    @FunctionalInterface
    public interface Sink {
        /// @return how much it was, in its own measure
        long take(InputStream octets) throws IOException;
    }

    /// A resource of any size.
    ///
    /// @throws IOException when the sink cannot take it, or the connection breaks meanwhile
    public long stream(RestPath path, Sink sink) throws IOException {
        HttpURLConnection connection;
        try {
            connection = connect("GET", path);
            int status = connection.getResponseCode();
            if (status < 200 || status > 299) {
                throw new Refusal(target, status, problem(octets(connection, status))).asFailure();
            }
        } catch (IOException failed) {
            throw unreachable(failed);
        }
        try (InputStream in = connection.getInputStream()) {
            return sink.take(in);
        }
    }

    /// All items of a list up to a limit, page by page. Understands a plain array, and an object
    /// with `items` and `next_cursor`.
    public ArrayNode list(RestPath path, int limit) {
        ArrayNode all = json.createArrayNode();
        Optional<String> cursor = Optional.empty();
        do {
            int page = Math.min(limit - all.size(), LARGEST_PAGE);
            RestPath asked = path.with("limit", String.valueOf(page));
            JsonNode answer = get(cursor.map(c -> asked.with("cursor", c)).orElse(asked));
            JsonNode items = answer.isArray() ? answer : answer.path("items");
            for (JsonNode item : items) {
                if (all.size() < limit) {
                    all.add(item);
                }
            }
            // a page may be empty and still go on: what was on it is not for this viewer
            Optional<String> here = cursor;
            cursor =
                    answer.path("next_cursor")
                            .stringValueOpt()
                            .filter(next -> !here.equals(Optional.of(next)));
        } while (cursor.isPresent() && all.size() < limit);
        return all;
    }

    public JsonNode post(RestPath path, Map<String, ?> body) {
        return call("POST", path, Optional.of(body));
    }

    public JsonNode put(RestPath path, Map<String, ?> body) {
        return call("PUT", path, Optional.of(body));
    }

    public JsonNode delete(RestPath path) {
        return call("DELETE", path, Optional.empty());
    }

    /// Sends a file, octet for octet, without holding it.
    public JsonNode upload(RestPath path, Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return read(
                    exchange(
                            "POST",
                            path,
                            connection -> {
                                connection.setDoOutput(true);
                                connection.setChunkedStreamingMode(CHUNK);
                                connection.setRequestProperty(
                                        "Content-Type", "application/octet-stream");
                                try (OutputStream out = connection.getOutputStream()) {
                                    content.transferTo(out);
                                }
                            },
                            InputStream::readAllBytes));
        } catch (NoSuchFileException missing) {
            throw new CommandFailure(ExitStatus.NOT_FOUND, "There is no file " + file, missing);
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    "The file %s cannot be read: %s".formatted(file, Reason.of(failed)),
                    failed);
        }
    }

    /// Passes the octets of a resource on as they come.
    public void download(RestPath path, OutputStream into) {
        exchange(
                "GET",
                path,
                connection -> {},
                in -> {
                    in.transferTo(into);
                    into.flush();
                    return new byte[0];
                });
    }

    private JsonNode call(String method, RestPath path, Optional<Map<String, ?>> body) {
        return read(exchange(method, path, body));
    }

    private JsonNode read(byte[] answer) {
        if (answer.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return json.readTree(answer);
        } catch (JacksonException notJson) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    target.server() + " does not answer like Tapline; check the address",
                    notJson);
        }
    }

    private byte[] exchange(String method, RestPath path, Optional<Map<String, ?>> body) {
        return exchange(
                method,
                path,
                connection -> {
                    if (body.isPresent()) {
                        connection.setDoOutput(true);
                        connection.setRequestProperty("Content-Type", "application/json");
                        try (OutputStream out = connection.getOutputStream()) {
                            out.write(json.writeValueAsBytes(body.get()));
                        }
                    }
                },
                InputStream::readAllBytes);
    }

    /// Writes the body of a request.
    private interface Sending {
        void send(HttpURLConnection connection) throws IOException;
    }

    /// Reads the body of an answer that is no problem.
    private interface Receiving {
        byte[] receive(InputStream in) throws IOException;
    }

    private byte[] exchange(String method, RestPath path, Sending sending, Receiving receiving) {
        try {
            HttpURLConnection connection = connect(method, path);
            sending.send(connection);
            int status = connection.getResponseCode();
            if (status < 200 || status > 299) {
                byte[] octets = octets(connection, status);
                throw new Refusal(target, status, problem(octets)).asFailure();
            }
            try (InputStream in = connection.getInputStream()) {
                return receiving.receive(in);
            }
        } catch (IOException failed) {
            throw unreachable(failed);
        }
    }

    private HttpURLConnection connect(String method, RestPath path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri(path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Authorization", "Bearer " + target.token());
        connection.setRequestProperty("Accept", "application/json, */*;q=0.5");
        return connection;
    }

    private URI uri(RestPath path) {
        return URI.create(target.server().toString().replaceAll("/+$", "") + path.text());
    }

    private CommandFailure unreachable(IOException cause) {
        URI server = target.server();
        String what =
                switch (cause) {
                    case ConnectException refused -> "is not running at " + server;
                    case UnknownHostException unknown ->
                            "cannot be found: no host " + server.getHost();
                    case SocketTimeoutException late -> "did not answer in time at " + server;
                    case SSLException tls ->
                            "cannot be trusted at %s: %s".formatted(server, tls.getMessage());
                    default -> "did not answer at %s: %s".formatted(server, Reason.of(cause));
                };
        return new CommandFailure(
                ExitStatus.FAILED, "Tapline " + what + "; " + target.startHint(), cause);
    }

    private static byte[] octets(HttpURLConnection connection, int status) throws IOException {
        try (InputStream in =
                status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    private JsonNode problem(byte[] octets) {
        try {
            return octets.length == 0 ? MissingNode.getInstance() : json.readTree(octets);
        } catch (JacksonException notJson) {
            return MissingNode.getInstance();
        }
    }
}
