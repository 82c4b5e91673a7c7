package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.Bridge;
import org.tapline.bridge.BridgeSettings;
import org.tapline.bridge.MemoryJournal;
import org.tapline.journal.Content;
import org.tapline.journal.Observation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A bridge with everything embedded, asked over HTTP with the administrator's token.
final class RunningBridge implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final MemoryJournal journal = new MemoryJournal();
    private final Bridge bridge;
    private final String token;

    RunningBridge(Path data) throws IOException {
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
        token = Files.readString(data.resolve("admin.token")).strip();
    }

    /// Files an observation and waits until it is done.
    void file(Observation observation, Content mail) {
        journal.append(observation, mail).join();
        await().atMost(Duration.ofSeconds(60)).until(() -> journal.state().depth() == 0);
    }

    /// An answer as it came.
    record Answer(int status, String body) {
        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    Answer ask(String method, String path, String body) {
        try {
            HttpResponse<String> answer =
                    CLIENT.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:"
                                                            + bridge.http().getPort()
                                                            + path))
                                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                                    .header("Content-Type", "application/json")
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(path, e);
        }
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
    }
}
