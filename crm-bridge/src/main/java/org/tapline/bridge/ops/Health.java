package org.tapline.bridge.ops;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.DatabaseException;

/// Whether the bridge can work now.
public final class Health implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Health.class);

    /// How often an embedded database is looked after.
    private static final long WATCH_MILLIS = 1_000;

    private final Database database;
    private final Thread watch;
    private volatile boolean closing;

    public Health(Database database) {
        this.database = database;
        this.watch = Thread.ofVirtual().name("database-watch").start(this::watch);
    }

    /// True when the database answers.
    public boolean ready() {
        return database.answers();
    }

    /// An embedded server that went away is started again; an external one comes back by itself.
    private void watch() {
        while (!closing) {
            try {
                database.revive();
                Thread.sleep(WATCH_MILLIS);
            } catch (DatabaseException e) {
                log.warn("{}", e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
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
