package org.tapline.bridge.timeline;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;

/// A place between two entries of a list that goes by time.
///
/// @param id breaks the tie between messages of one moment
public record Position(Instant at, long id) implements Comparable<Position> {

    /// Before everything: intake stores no message from the future.
    public static final Position NEWEST =
            new Position(Instant.parse("9999-12-31T00:00:00Z"), Long.MAX_VALUE);

    /// Behind everything.
    public static final Position OLDEST =
            new Position(Instant.parse("-4000-01-01T00:00:00Z"), Long.MIN_VALUE);

    /// Older first.
    @Override
    public int compareTo(Position other) {
        int byTime = at.compareTo(other.at);
        return byTime != 0 ? byTime : Long.compare(id, other.id);
    }

    /// As it is given to a client, who must not look into it.
    public String cursor() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((at + " " + id).getBytes(StandardCharsets.US_ASCII));
    }

    /// What a client gave back; empty when it is not from us.
    public static Optional<Position> parse(String cursor) {
        try {
            String text =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            int space = text.indexOf(' ');
            if (space < 0) {
                return Optional.empty();
            }
            return Optional.of(
                    new Position(
                            Instant.parse(text.substring(0, space)),
                            Long.parseLong(text.substring(space + 1))));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
