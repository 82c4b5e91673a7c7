package org.tapline.bridge.ops;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.OwnerOnly;

/// Bearer tokens. A token is 256 random bits, so a plain hash keeps it safe.
public final class Tokens {
    /// Name of the token that is made at first start.
    public static final String ADMINISTRATOR = "administrator";

    private static final String PREFIX = "tl_";

    /// A token taken back elsewhere works this long at most (issue 5: five seconds).
    private static final Duration FRESH = Duration.ofSeconds(3);

    /// How exactly the last use is noted: a busy token must not write a row for each request.
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private static final String COLUMNS =
            "id, name, scope, created_at, created_by, expires_at, last_used_at";

    private final Database database;
    private final Audit audit;
    private static final SecureRandom RANDOM = new SecureRandom();

    /// Valid tokens by hash, as many as were given out; a wrong one is asked for each time.
    private final Map<String, Checked> known = new ConcurrentHashMap<>();

    private record Checked(Holder holder, Optional<Instant> expires, long at) {
        boolean holds() {
            return System.nanoTime() - at < FRESH.toNanos() && !over(expires);
        }
    }

    /// Whose token it is, and what it may do.
    public record Holder(String name, Scope scope) {}

    /// A token that was just made.
    ///
    /// @param secret the token itself, which nobody can be told again
    public record Made(Token token, String secret) {}

    public Tokens(Database database) {
        this.database = database;
        this.audit = new Audit(database);
    }

    /// Makes the file with the administrator's token unless it is there; the token is valid after
    /// [#ensureAdministrator].
    public static void ensureFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            OwnerOnly.write(file, secret() + "\n");
        }
    }

    /// Makes the administrator's token unless its file is there; the file always holds a valid one
    /// afterwards.
    public void ensureAdministrator(Path file) throws IOException {
        ensureFile(file);
        String hash = hash(Files.readString(file).strip());
        database.jdbc()
                .sql(
                        """
                        insert into api_token (name, hash, scope) values (:name, :hash, 'admin')
                        on conflict (name) do update set hash = excluded.hash
                        where api_token.hash <> excluded.hash
                        """)
                .param("name", ADMINISTRATOR)
                .param("hash", hash)
                .update();
    }

    /// Makes a token.
    ///
    /// @param expires when it stops to work; absent: never
    /// @param actor who makes it
    /// @return empty when the name is taken
    public Optional<Made> create(
            String name, Scope scope, Optional<Instant> expires, String actor) {
        String secret = secret();
        return database.transaction(
                () -> {
                    Optional<Token> made =
                            database.jdbc()
                                    .sql(
                                            """
                                            insert into api_token
                                                (name, hash, scope, created_by, expires_at)
                                            values (:name, :hash, :scope, :by, :expires)
                                            on conflict (name) do nothing returning
                                            """
                                                    + COLUMNS)
                                    .param("name", Columns.text(name))
                                    .param("hash", hash(secret))
                                    .param("scope", scope.label())
                                    .param("by", Columns.text(actor))
                                    .param(
                                            "expires",
                                            Columns.at(expires),
                                            Types.TIMESTAMP_WITH_TIMEZONE)
                                    .query(Tokens::token)
                                    .optional();
                    made.ifPresent(
                            token ->
                                    audit.change(
                                            actor,
                                            "token.create",
                                            "token " + token.name(),
                                            Optional.empty(),
                                            Optional.of(scope.label())));
                    return made.map(token -> new Made(token, secret));
                });
    }

    /// Every token, in the order they were made.
    public List<Token> list() {
        return database.jdbc()
                .sql("select " + COLUMNS + " from api_token order by id")
                .query(Tokens::token)
                .list();
    }

    /// Takes a token back; other bridges know within [#FRESH].
    ///
    /// @param nameOrId never the administrator's
    /// @return empty when there is none
    public Optional<Token> revoke(String nameOrId, String actor) {
        Optional<Token> gone =
                database.transaction(
                        () -> {
                            Optional<Token> found =
                                    database.jdbc()
                                            .sql(
                                                    """
                                                    delete from api_token
                                                    where (name = :name or id::text = :name)
                                                      and name <> :administrator returning
                                                    """
                                                            + COLUMNS)
                                            .param("name", Columns.text(nameOrId))
                                            .param("administrator", ADMINISTRATOR)
                                            .query(Tokens::token)
                                            .optional();
                            found.ifPresent(
                                    token ->
                                            audit.change(
                                                    actor,
                                                    "token.revoke",
                                                    "token " + token.name(),
                                                    Optional.of(token.scope().label()),
                                                    Optional.empty()));
                            return found;
                        });
        known.clear();
        return gone;
    }

    /// Whose a token is; empty when it is not valid, or not any more.
    public Optional<Holder> holder(String token) {
        String hash = hash(token);
        Checked checked = known.get(hash);
        if (checked != null && checked.holds()) {
            return Optional.of(checked.holder());
        }
        long at = System.nanoTime();
        Optional<Token> found =
                database.jdbc()
                        .sql("select " + COLUMNS + " from api_token where hash = :hash")
                        .param("hash", hash)
                        .query(Tokens::token)
                        .optional()
                        .filter(each -> !over(each.expiresAt()));
        if (found.isEmpty()) {
            known.remove(hash);
            return Optional.empty();
        }
        Token valid = found.get();
        used(valid);
        Holder holder = new Holder(valid.name(), valid.scope());
        known.put(hash, new Checked(holder, valid.expiresAt(), at));
        return Optional.of(holder);
    }

    private void used(Token token) {
        Instant now = Instant.now();
        if (token.lastUsedAt().map(now.minus(NOTED_EVERY)::isAfter).orElse(true)) {
            database.jdbc()
                    .sql("update api_token set last_used_at = :now where id = :id")
                    .param("now", Columns.at(now))
                    .param("id", token.id())
                    .update();
        }
    }

    private static boolean over(Optional<Instant> expires) {
        return expires.map(Instant.now()::isAfter).orElse(false);
    }

    private static String secret() {
        byte[] octets = new byte[32];
        RANDOM.nextBytes(octets);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static Token token(ResultSet row, int number) throws SQLException {
        String scope = row.getString("scope");
        return new Token(
                row.getLong("id"),
                row.getString("name"),
                Scope.named(scope)
                        .orElseThrow(() -> new IllegalStateException("no scope: " + scope)),
                Columns.instant(row, "created_at"),
                row.getString("created_by"),
                Columns.instantOrNone(row, "expires_at"),
                Columns.instantOrNone(row, "last_used_at"));
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
