package org.tapline.bridge.ops;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.OwnerOnly;

/// Bearer tokens. A token is 256 random bits, so a plain hash keeps it safe.
public final class Tokens {
    /// Name of the token that is made at first start.
    static final String ADMINISTRATOR = "administrator";

    private static final String PREFIX = "tl_";

    /// A token taken back elsewhere works this long at most (issue 5: five seconds).
    private static final Duration FRESH = Duration.ofSeconds(3);

    private final Database database;

    /// Valid tokens by hash, as many as were given out; a wrong one is asked for each time.
    private final Map<String, Checked> known = new ConcurrentHashMap<>();

    private record Checked(String holder, long at) {
        boolean fresh() {
            return System.nanoTime() - at < FRESH.toNanos();
        }
    }

    public Tokens(Database database) {
        this.database = database;
    }

    /// Makes the file with the administrator's token unless it is there; the token is valid after
    /// [#ensureAdministrator].
    public static void ensureFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] octets = new byte[32];
            new SecureRandom().nextBytes(octets);
            String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
            OwnerOnly.write(file, token + "\n");
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
                        insert into api_token (name, hash) values (:name, :hash)
                        on conflict (name) do update set hash = excluded.hash
                        where api_token.hash <> excluded.hash
                        """)
                .param("name", ADMINISTRATOR)
                .param("hash", hash)
                .update();
    }

    /// The name a token was given to; empty when it is not valid.
    public Optional<String> holder(String token) {
        String hash = hash(token);
        Checked checked = known.get(hash);
        if (checked != null && checked.fresh()) {
            return Optional.of(checked.holder());
        }
        long at = System.nanoTime();
        Optional<String> found =
                database.jdbc()
                        .sql("select name from api_token where hash = :hash")
                        .param("hash", hash)
                        .query(String.class)
                        .optional();
        found.ifPresentOrElse(
                name -> known.put(hash, new Checked(name, at)), () -> known.remove(hash));
        return found;
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
