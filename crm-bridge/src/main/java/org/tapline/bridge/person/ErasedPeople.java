package org.tapline.bridge.person;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;

/// Who was erased, known by a hash of the address only.
///
/// What was written before an erasure must not come back when somebody's mail client downloads its
/// mailbox once more; what is written afterwards is filed as anybody's.
public final class ErasedPeople {
    /// Intake knows of an erasure after this time at the latest; an erasure waits for it.
    public static final Duration FRESH = Duration.ofSeconds(1);

    private final Database database;
    private volatile @Nullable Snapshot snapshot;

    public ErasedPeople(Database database) {
        this.database = database;
    }

    private record Snapshot(String salt, Map<String, Instant> erased, long takenAt) {
        boolean fresh() {
            return System.nanoTime() - takenAt < FRESH.toNanos();
        }
    }

    /// Whether one of these people was erased after a message was written.
    ///
    /// @param keys of addresses, in the form of the participants' column
    /// @param written when the message says it was written
    public boolean cover(Collection<String> keys, Instant written) {
        Snapshot known = current();
        if (known.erased().isEmpty()) {
            return false;
        }
        return keys.stream()
                .map(key -> known.erased().get(hash(known.salt(), key)))
                .anyMatch(at -> at != null && written.isBefore(at));
    }

    /// Enters somebody; takes part in the caller's transaction.
    void enter(Person person, Instant at) {
        String salt = salt();
        for (String key : person.keys()) {
            database.jdbc()
                    .sql(
                            """
                            insert into erased_address (hash, erased_at) values (:hash, :at)
                            on conflict (hash) do update set erased_at = excluded.erased_at
                            """)
                    .param("hash", hash(salt, key))
                    .param("at", Columns.at(at))
                    .update();
        }
        snapshot = null;
    }

    /// How a person is called after they were erased: the same each time, and telling nobody who.
    String subject(Person person) {
        String first = person.keys().isEmpty() ? "" : person.keys().getFirst();
        return "person " + hash(salt(), first).substring(0, 16);
    }

    private Snapshot current() {
        Snapshot known = snapshot;
        if (known == null || !known.fresh()) {
            long takenAt = System.nanoTime();
            Map<String, Instant> erased = new HashMap<>();
            database.jdbc()
                    .sql("select hash, erased_at from erased_address")
                    .query(
                            row -> {
                                erased.put(
                                        row.getString("hash"), Columns.instant(row, "erased_at"));
                            });
            known = new Snapshot(salt(), Map.copyOf(erased), takenAt);
            snapshot = known;
        }
        return known;
    }

    private String salt() {
        return database.jdbc()
                .sql("select salt::text from erasure_salt")
                .query(String.class)
                .single();
    }

    private static String hash(String salt, String key) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest((salt + ' ' + key).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
