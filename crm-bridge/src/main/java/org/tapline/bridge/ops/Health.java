package org.tapline.bridge.ops;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.bridge.database.Database;

/// Whether the bridge can work now. Looks after the database: opens it as soon as it is there, and
/// starts an embedded one again that went away.
public final class Health implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Health.class);

    /// How often the database is looked after.
    private static final long WATCH_MILLIS = 1_000;

    private final Database database;
    private final WhenOpen whenOpen;
    private final Thread watch;
    private volatile boolean open;
    private volatile boolean closing;
    private String said = "";

    /// What has to be done once, before anybody may ask.
    @FunctionalInterface
    public interface WhenOpen {
        void run() throws IOException;
    }

    private Health(Database database, WhenOpen whenOpen) {
        this.database = database;
        this.whenOpen = whenOpen;
        this.watch = Thread.ofVirtual().name("database-watch").unstarted(this::watch);
    }

    /// Opens the database if it is there; otherwise it is tried again and again, and meanwhile the
    /// bridge is not [#ready].
    ///
    /// @throws DatabaseException when waiting does not help
    public static Health watching(Database database, WhenOpen whenOpen) throws IOException {
        Health health = new Health(database, whenOpen);
        health.open();
        health.watch.start();
        return health;
    }

    /// True when the database answers.
    public boolean ready() {
        return open && database.answers();
    }

    private void open() throws IOException {
        Optional<String> away = database.open();
        if (away.isPresent()) {
            say(
                    "the database is not there yet: "
                            + away.get()
                            + "; mail flows and waits in the journal, and the database is tried"
                            + " every second; check database.url and whether PostgreSQL runs");
            return;
        }
        whenOpen.run();
        open = true;
        if (!said.isEmpty()) {
            log.info("the database is there: what waited in the journal is filed now");
        }
    }

    /// Each news once.
    private void say(String news) {
        if (!news.equals(said)) {
            said = news;
            log.warn("{}", news);
        }
    }

    /// An embedded server that went away is started again; an external one comes back by itself.
    private void watch() {
        while (!closing) {
            try {
                database.revive();
                if (!open) {
                    open();
                }
                Thread.sleep(WATCH_MILLIS);
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                say(String.valueOf(e.getMessage()));
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(WATCH_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    @Override
    public void close() {
        closing = true;
        watch.interrupt();
        try {
            watch.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
