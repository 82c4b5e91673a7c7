package org.tapline.bridge.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// The pool over one PostgreSQL, migrated to the newest schema.
public final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    /// Name of the database inside the embedded server.
    public static final String EMBEDDED_NAME = "tapline";

    /// A transaction that lost this many races in a row has another fault.
    public static final int ATTEMPTS = 8;

    /// How long a caller waits for a connection; the journal redelivers after a pause anyway.
    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(5);

    /// How often it is asked whether the transactions have ended.
    private static final Duration SETTLING = Duration.ofMillis(20);

    /// Half for intake, half for HTTP, on a small machine.
    private static final int POOL_SIZE = 16;

    private final HikariDataSource pool;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Optional<PostgresServer> server;
    private final Login login;
    private volatile boolean open;

    /// Where the server is, and who we are there.
    private record Login(String url, String user, String password) {
        /// Without what may follow the name of the database.
        String shown() {
            int query = url.indexOf('?');
            return query < 0 ? url : url.substring(0, query);
        }

        @Override
        public String toString() {
            return shown();
        }
    }

    private Database(Login login, Optional<PostgresServer> server) {
        this.login = login;
        this.pool = pool(login);
        this.jdbc = JdbcClient.create(pool);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(pool));
        this.server = server;
    }

    /// Opens somebody else's server.
    ///
    /// @param passwordFile its first line is the password
    public static Database external(String url, String user, Optional<Path> passwordFile) {
        Database database = awaited(url, user, passwordFile);
        database.mustOpen();
        return database;
    }

    /// Somebody else's server, which may not be there yet: nothing can be asked before [#open].
    ///
    /// @throws DatabaseException when the URL cannot be understood
    public static Database awaited(String url, String user, Optional<Path> passwordFile) {
        if (!understood(url)) {
            throw new DatabaseException(
                    "database.url must look like jdbc:postgresql://HOST:PORT/NAME");
        }
        String password = passwordFile.map(Database::firstLine).orElse("");
        return new Database(new Login(url, user, password), Optional.empty());
    }

    private static boolean understood(String url) {
        try {
            return url.startsWith("jdbc:postgresql:") && DriverManager.getDriver(url) != null;
        } catch (SQLException noDriver) {
            return false;
        }
    }

    /// Opens a database of the embedded server, and makes it when it is not there.
    public static Database embedded(PostgresServer server) {
        return embedded(server, EMBEDDED_NAME);
    }

    static Database embedded(PostgresServer server, String name) {
        String password = server.password();
        try (Connection connection =
                        DriverManager.getConnection(
                                server.url("postgres"), server.user(), password);
                Statement statement = connection.createStatement()) {
            boolean exists;
            try (var rows =
                    statement.executeQuery(
                            "select 1 from pg_database where datname = '" + name + "'")) {
                exists = rows.next();
            }
            if (!exists) {
                statement.execute("create database " + name);
            }
        } catch (SQLException e) {
            throw new DatabaseException(
                    "the embedded PostgreSQL does not answer: " + oneLine(e), e);
        }
        return open(server.url(name), server.user(), password, Optional.of(server));
    }

    private static Database open(
            String url, String user, String password, Optional<PostgresServer> server) {
        Database database = new Database(new Login(url, user, password), server);
        database.mustOpen();
        return database;
    }

    private void mustOpen() {
        try {
            Optional<String> away = open();
            if (away.isPresent()) {
                throw cannotConnect(away.get(), null);
            }
        } catch (DatabaseException failed) {
            close();
            throw failed;
        }
    }

    /// Connects and migrates to the newest schema, unless that was done before.
    ///
    /// @return why the server cannot be asked yet; empty when the database is open
    /// @throws DatabaseException when waiting does not help
    public synchronized Optional<String> open() {
        if (open) {
            return Optional.empty();
        }
        Properties identity = new Properties();
        identity.setProperty("user", login.user());
        identity.setProperty("password", login.password());
        identity.setProperty("loginTimeout", Long.toString(CONNECTION_WAIT.toSeconds()));
        try (Connection connection = DriverManager.getConnection(login.url(), identity)) {
            log.debug("connected to {}", connection.getMetaData().getDatabaseProductVersion());
        } catch (SQLException e) {
            if (isAway(e)) {
                return Optional.of(oneLine(e));
            }
            throw cannotConnect(oneLine(e), e);
        }
        try {
            // not the pool's connections, which give up: a migration may take hours
            Flyway.configure()
                    .dataSource(login.url(), login.user(), login.password())
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
        } catch (RuntimeException e) {
            if (SqlFailure.of(e) == SqlFailure.UNAVAILABLE) {
                return Optional.of(oneLine(e));
            }
            throw new DatabaseException("cannot migrate the database: " + oneLine(e), e);
        }
        open = true;
        return Optional.empty();
    }

    private DatabaseException cannotConnect(String why, @Nullable Throwable cause) {
        String text = "cannot connect to the database at " + login.shown() + ": " + why;
        return cause == null ? new DatabaseException(text) : new DatabaseException(text, cause);
    }

    /// Nobody answers there, or the server is starting, stopping or full. Everything else, such as
    /// a wrong password (class 28) or a missing database (3D000), is for the administrator.
    private static boolean isAway(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return (state.startsWith("08") && !state.equals("08004"))
                || state.startsWith("57P")
                || state.equals("53300");
    }

    private static HikariDataSource pool(Login login) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("tapline");
        config.setJdbcUrl(login.url());
        config.setUsername(login.user());
        config.setPassword(login.password());
        config.setMaximumPoolSize(POOL_SIZE);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(CONNECTION_WAIT.toMillis());
        config.setInitializationFailTimeout(-1);
        // A server that hangs must not hold the intake for ever.
        config.addDataSourceProperty("socketTimeout", "120");
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("ApplicationName", "tapline-bridge");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        // the detail of an error quotes rows, and rows hold what people write
        config.addDataSourceProperty("logServerErrorDetail", "false");
        return new HikariDataSource(config);
    }

    /// Before the database is open a statement would meet an old schema, or none.
    private void requireOpen() {
        if (!open) {
            throw new CannotCreateTransactionException("the database is not there yet");
        }
    }

    /// Single statements, each its own transaction; inside [#transaction] they take part in it.
    public JdbcClient jdbc() {
        requireOpen();
        return jdbc;
    }

    /// Runs work in one transaction (READ COMMITTED); repeats it when it lost a race.
    public <T> T transaction(Supplier<T> work) {
        return transaction(ATTEMPTS, work);
    }

    /// The same with a number of attempts of the caller's.
    public <T> T transaction(int attempts, Supplier<T> work) {
        requireOpen();
        for (int attempt = 1; ; attempt++) {
            try {
                @Nullable T result = transactions.execute(status -> work.get());
                if (result == null) {
                    throw new IllegalStateException("a transaction must return something");
                }
                return result;
            } catch (RuntimeException e) {
                if (SqlFailure.of(e) != SqlFailure.LOST_RACE || attempt == attempts) {
                    throw e;
                }
                log.debug("lost a race, attempt {}", attempt, e);
                int pause = ThreadLocalRandom.current().nextInt(1, 20 * attempt);
                LockSupport.parkNanos(Duration.ofMillis(pause).toNanos());
            }
        }
    }

    /// Waits until every transaction that is writing now has ended.
    ///
    /// @return false when one of them did not in time
    public boolean settled(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        String mark = jdbc.sql("select pg_current_xact_id()::text").query(String.class).single();
        while (true) {
            boolean over =
                    jdbc.sql("select pg_snapshot_xmin(pg_current_snapshot()) > :mark::xid8")
                            .param("mark", mark)
                            .query(Boolean.class)
                            .single();
            if (over || System.nanoTime() > end) {
                return over;
            }
            LockSupport.parkNanos(SETTLING.toNanos());
        }
    }

    /// Whether the database answers now. When the embedded server went away it is started again.
    public boolean answers() {
        try {
            return open && jdbc.sql("select true").query(Boolean.class).single();
        } catch (RuntimeException e) {
            log.debug("the database does not answer", e);
            return false;
        }
    }

    /// Brings the embedded server back when its process is gone; nothing for an external one.
    ///
    /// @throws DatabaseException when it does not start
    public void revive() {
        server.ifPresent(PostgresServer::ensureRunning);
    }

    @Override
    public void close() {
        pool.close();
    }

    private static String firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("").strip();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new DatabaseException("cannot read database.password-file " + file, e);
        }
    }

    private static String oneLine(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.lines().findFirst().orElse("").strip();
    }
}
