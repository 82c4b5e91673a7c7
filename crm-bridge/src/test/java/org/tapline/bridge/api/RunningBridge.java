package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.luben.zstd.Zstd;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.tapline.bridge.Bridge;
import org.tapline.bridge.BridgeSettings;
import org.tapline.bridge.MemoryJournal;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.Observation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A bridge with everything embedded, asked over HTTP with the administrator's token.
final class RunningBridge implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Journal journal;
    private final Bridge bridge;
    private final String token;
    private final Path database;

    RunningBridge(Path data) throws IOException {
        this(data, new MemoryJournal());
    }

    /// @param journal closed with the bridge
    RunningBridge(Path data, Journal journal) throws IOException {
        this.journal = journal;
        bridge =
                Bridge.start(
                        new BridgeSettings(
                                data,
                                "Acme",
                                Set.of("acme.test"),
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                Optional.empty(),
                                "0.1.0-test"),
                        journal,
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        database = data.resolve("database");
        token = Files.readString(data.resolve("admin.token")).strip();
    }

    /// Files an observation and waits until it is done.
    void file(Observation observation, Content mail) {
        journal.append(observation, mail).join();
        await().atMost(Duration.ofSeconds(60)).until(() -> journal.state().depth() == 0);
    }

    /// An answer as it came.
    ///
    /// @param body of a zip file: its files, one behind the other
    /// @param type of the content
    /// @param replayed whether it is the answer to an earlier request
    record Answer(int status, String body, String type, boolean replayed) {
        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    Answer ask(String method, String path, String body) {
        return ask(method, path, body, token, Map.of());
    }

    /// With another token, and further header fields.
    Answer ask(String method, String path, String body, String token, Map<String, String> fields) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + bridge.http().getPort() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + token);
        fields.forEach(request::header);
        try {
            HttpResponse<byte[]> answer =
                    CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(
                    answer.statusCode(),
                    text(answer.body()),
                    answer.headers().firstValue("Content-Type").orElse(""),
                    answer.headers().firstValue("Idempotency-Replayed").isPresent());
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(path, e);
        }
    }

    private static String text(byte[] body) throws IOException {
        if (body.length < 4 || body[0] != 'P' || body[1] != 'K') {
            return new String(body, StandardCharsets.UTF_8);
        }
        StringBuilder files = new StringBuilder();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(body))) {
            for (ZipEntry file = zip.getNextEntry(); file != null; file = zip.getNextEntry()) {
                files.append("== ").append(file.getName()).append('\n');
                files.append(new String(zip.readAllBytes(), StandardCharsets.UTF_8)).append('\n');
            }
        }
        return files.toString();
    }

    String token() {
        return token;
    }

    Answer get(String path) {
        return ask("GET", path, "");
    }

    JsonNode json(String path) {
        Answer answer = get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    JsonNode change(String method, String path, String body) {
        Answer answer = ask(method, path, body);
        assertThat(answer.status()).as(answer.body()).isBetween(200, 201);
        return answer.json();
    }

    void policy(String key, String value) {
        change("PUT", "/api/v1/policies/" + key, "{\"value\":\"" + value + "\"}");
    }

    @Override
    public void close() {
        bridge.close();
        journal.close();
    }

    /// Runs a statement in the embedded database, beside the bridge.
    void sql(String statement) {
        assertThat(sqlState(statement)).isEmpty();
    }

    /// The SQLSTATE of a statement that fails; empty when it does not.
    String sqlState(String statement) {
        try (Connection connection = connect();
                Statement each = connection.createStatement()) {
            each.execute(statement);
            return "";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    /// What every row of every table says, as text; contents as Latin-1.
    List<String> everyText() {
        List<String> all = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows =
                    statement.executeQuery(
                            "select tablename from pg_tables where schemaname = 'public'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows =
                        statement.executeQuery("select t::text from " + table + " t")) {
                    while (rows.next()) {
                        all.add(table + ": " + rows.getString(1));
                    }
                }
            }
            for (String octets : octetColumns(statement)) {
                try (ResultSet rows = statement.executeQuery(octets)) {
                    while (rows.next()) {
                        all.add(unpacked(rows.getBytes(1)));
                    }
                }
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Queries for every column of octets that there is.
    private static List<String> octetColumns(Statement statement) throws SQLException {
        List<String> queries = new ArrayList<>();
        try (ResultSet rows =
                statement.executeQuery(
                        """
                        select format('select %I from %I', column_name, table_name)
                        from information_schema.columns
                        where table_schema = 'public' and data_type = 'bytea'
                        """)) {
            while (rows.next()) {
                queries.add(rows.getString(1));
            }
        }
        return queries;
    }

    /// Small contents come packed.
    private static String unpacked(byte @Nullable [] content) {
        if (content == null) {
            return "";
        }
        long size = Zstd.getFrameContentSize(content);
        byte[] octets = size > 0 ? Zstd.decompress(content, (int) size) : content;
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private Connection connect() throws SQLException {
        try {
            // the fourth line of the server's own file is its port
            String port = Files.readAllLines(database.resolve("cluster/postmaster.pid")).get(3);
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + port.strip() + "/tapline",
                    "tapline",
                    Files.readString(database.resolve("password")).strip());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
