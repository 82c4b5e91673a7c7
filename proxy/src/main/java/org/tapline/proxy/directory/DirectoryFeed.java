package org.tapline.proxy.directory;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the bridge says of users and mailboxes: fetched every few seconds and kept on disk for the
/// next start; while the bridge is down the last list holds.
public final class DirectoryFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryFeed.class);

    /// How long the bridge may take for an answer.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI resource;
    private final Supplier<String> token;
    private final Path cache;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private final ScheduledExecutorService refresher =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("directory-refresh").factory());
    private volatile UserList users = UserList.EMPTY;
    private String cached = "";
    private boolean reachable = true;
    private boolean certain;
    private Runnable listener = () -> {};
    private @Nullable Future<?> schedule;

    private DirectoryFeed(URI bridge, Supplier<String> token, Path data) {
        this.resource = URI.create(bridge.toString().replaceAll("/+$", "") + "/api/v1/directory");
        this.token = token;
        this.cache = data.resolve("directory.json");
    }

    /// Reads the list of the last run and begins to refresh it.
    ///
    /// @param bridge base of the bridge's HTTP address
    /// @param token asked before every fetch, so that a token file may be replaced
    /// @param data folder for the cached list
    public static DirectoryFeed start(
            URI bridge, Supplier<String> token, Path data, Duration refresh) {
        DirectoryFeed feed = new DirectoryFeed(bridge, token, data);
        feed.readCache();
        feed.refreshEvery(refresh);
        return feed;
    }

    /// What is known now.
    UserList list() {
        return users;
    }

    /// As [Directory#onChange].
    void onChange(Runnable told) {
        boolean now;
        synchronized (this) {
            listener = told;
            now = certain;
        }
        if (now) {
            told.run();
        }
    }

    private void refreshEvery(Duration pause) {
        schedule =
                refresher.scheduleWithFixedDelay(
                        this::refresh, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void refresh() {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(resource)
                            .timeout(PATIENCE)
                            .header("Authorization", "Bearer " + token.get())
                            .header("Accept", "application/json")
                            .build();
            HttpResponse<String> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (answer.statusCode() != 200) {
                unreachable("status " + answer.statusCode());
                return;
            }
            UserList.parse(answer.body())
                    .ifPresentOrElse(
                            list -> learned(list, answer.body()),
                            () -> unreachable("an answer that is no list of users"));
        } catch (IOException | RuntimeException failed) {
            unreachable(failed.getClass().getSimpleName());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void learned(UserList list, String body) {
        boolean news = !list.equals(users);
        users = list;
        tell(news);
        if (!reachable) {
            reachable = true;
            LOG.info("event=directory-reachable addresses={}", list.primaryByName().size());
        }
        if (!body.equals(cached)) {
            writeCache(body);
        }
    }

    private void tell(boolean news) {
        Runnable told;
        synchronized (this) {
            if (certain && !news) {
                return;
            }
            certain = true;
            told = listener;
        }
        told.run();
    }

    private void unreachable(String why) {
        if (reachable) {
            reachable = false;
            LOG.warn(
                    "event=directory-unreachable resource={} cause=\"{}\" action=\"the last list"
                            + " stays in use; check `bridge.url` and the token\"",
                    resource,
                    why);
        }
    }

    private void readCache() {
        try {
            if (Files.exists(cache)) {
                cached = Files.readString(cache);
                users = UserList.parse(cached).orElse(UserList.EMPTY);
            }
        } catch (IOException unreadable) {
            LOG.warn("event=directory-cache-unreadable file={}", cache);
        }
    }

    private void writeCache(String body) {
        try {
            Files.createDirectories(cache.toAbsolutePath().getParent());
            Path fresh = cache.resolveSibling(cache.getFileName() + ".new");
            Files.writeString(fresh, body);
            Files.move(
                    fresh,
                    cache,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            cached = body;
        } catch (IOException unwritable) {
            LOG.warn("event=directory-cache-unwritable file={}", cache);
        }
    }

    @Override
    public void close() {
        if (schedule != null) {
            schedule.cancel(true);
        }
        refresher.shutdownNow();
        http.shutdownNow();
    }
}
