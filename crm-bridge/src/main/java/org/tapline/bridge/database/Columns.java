package org.tapline.bridge.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Values on their way into columns and back.
public final class Columns {

    /// A B-tree entry holds 2,704 octets at most (PostgreSQL documentation, "B-Tree Indexes").
    static final int LONGEST_KEY = 2_000;

    private Columns() {}

    /// For a parameter of type timestamptz.
    public static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /// For a parameter of type timestamptz that may be null.
    public static @Nullable OffsetDateTime at(Optional<Instant> instant) {
        return instant.map(Columns::at).orElse(null);
    }

    /// A timestamptz that is never null.
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /// A timestamptz that may be null.
    public static Optional<Instant> instantOrNone(ResultSet row, String column)
            throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    /// A bigint that may be null.
    public static Optional<Long> number(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, Long.class));
    }

    /// An array of text.
    public static String[] texts(ResultSet row, String column) throws SQLException {
        return (String[]) row.getArray(column).getArray();
    }

    /// Text as PostgreSQL takes it: NUL and lone surrogates, which mail may contain, become
    /// U+FFFD.
    public static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return cleaned(text);
            }
        }
        return text;
    }

    /// Text as an index takes it: a longer one is stood in for by its hash.
    public static String key(String text) {
        String clean = text(text);
        // At most 3 octets for a char: a surrogate pair takes 4 for its two chars.
        if (clean.length() * 3 <= LONGEST_KEY) {
            return clean;
        }
        byte[] octets = clean.getBytes(StandardCharsets.UTF_8);
        return octets.length <= LONGEST_KEY ? clean : "sha256:" + hash(octets);
    }

    private static String cleaned(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF) ? 0xFFFD : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static String hash(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
