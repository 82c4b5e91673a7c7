package org.tapline.journal;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Observations of every kind, the same for the same seed.
public final class RandomObservations {
    private static final String LETTERS = "aZ09 .@\\\"{}$\t\r\nÄß€漢😀\u0000\u2028";

    private final Random random;

    public RandomObservations(long seed) {
        random = new Random(seed);
    }

    public Observation next() {
        return new Observation(
                new UUID(random.nextLong(), random.nextLong()),
                instant(),
                new MailboxName(text() + "@acme.test", "u" + text()),
                one(List.of(Way.values())),
                text(),
                sighting());
    }

    private Sighting sighting() {
        return switch (random.nextInt(4)) {
            case 0 -> new Sighting.Moved(list(this::place), list(this::place), flip());
            case 1 -> new Sighting.Gone(list(this::place));
            case 2 -> new Sighting.Flagged(place(), list(this::text));
            default -> message();
        };
    }

    private Sighting.Message message() {
        Map<String, String> ids = new LinkedHashMap<>();
        list(this::text).forEach(name -> ids.put(name, text()));
        return new Sighting.Message(
                one(List.of(Sighting.DirectionHint.values())),
                maybe(this::place),
                list(this::text),
                maybe(this::instant),
                ids,
                maybe(() -> new Envelope(text(), list(this::recipient), text())),
                flip());
    }

    private Envelope.Recipient recipient() {
        return new Envelope.Recipient(text(), random.nextInt(1000));
    }

    private Place place() {
        return new Place(
                text(), unsigned(), unsigned(), maybe(() -> one(List.of(FolderUse.values()))));
    }

    private long unsigned() {
        return switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> 4_294_967_295L;
            default -> Integer.toUnsignedLong(random.nextInt());
        };
    }

    private Instant instant() {
        return Instant.ofEpochSecond(
                random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000));
    }

    private String text() {
        int[] points = LETTERS.codePoints().toArray();
        StringBuilder made = new StringBuilder();
        random.ints(random.nextInt(12), 0, points.length)
                .forEach(i -> made.appendCodePoint(points[i]));
        return made.toString();
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean flip() {
        return random.nextBoolean();
    }

    private <T> Optional<T> maybe(Supplier<T> made) {
        return flip() ? Optional.of(made.get()) : Optional.empty();
    }

    private <T> List<T> list(Supplier<T> made) {
        return IntStream.range(0, random.nextInt(5)).mapToObj(i -> made.get()).toList();
    }
}
