package org.tapline.bridge.forwards;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The header block of Yahoo Mail, which loses its line ends in plain text:
/// `From: A <a@a.test>To: "b@b.test" <b@b.test>Sent: Monday 1 MaySubject: Hello`.
///
/// The author's label says which languages are meant; only their labels divide the rest.
final class OneLineBlock {
    /// Longer lines are not looked through: each place is compared with some twenty labels.
    private static final int LONGEST = 16 << 10;

    private final String line;
    private final Map<Field, StringBuilder> values = new EnumMap<>(Field.class);
    private final Set<String> languages = new HashSet<>();

    private OneLineBlock(String line) {
        this.line = line;
    }

    /// A label in the line.
    private record Found(int from, int to, Marks.Label label) {}

    /// @param next the line behind this one
    static HeaderBlock read(String line, int next) {
        OneLineBlock block = new OneLineBlock(line);
        block.run();
        return HeaderBlock.of(block.values, next, block.languages);
    }

    private void run() {
        Optional<LabelLine> author =
                LabelLine.of(line).filter(first -> first.label().field() == Field.FROM);
        if (author.isEmpty() || line.length() > LONGEST) {
            return;
        }
        languages.addAll(author.get().label().languages());
        Field field = Field.FROM;
        int start = line.indexOf(author.get().value());
        Optional<Found> next = next(start, true);
        while (next.isPresent()) {
            put(field, start, next.get().from());
            field = next.get().label().field();
            start = next.get().to();
            values.put(field, new StringBuilder());
            next = next(start, true);
        }
        if (field == Field.DATE) {
            // Portuguese: `CETAssunto Preços`, without a colon.
            Optional<Found> subject = next(start, false);
            if (subject.isPresent()) {
                put(field, start, subject.get().from());
                field = subject.get().label().field();
                start = subject.get().to();
            }
        }
        put(field, start, line.length());
    }

    private void put(Field field, int from, int to) {
        values.put(field, new StringBuilder(line.substring(from, to).strip()));
    }

    /// The next label of a field that was not yet seen.
    ///
    /// @param colon it must have one; without, only subjects count
    private Optional<Found> next(int from, boolean colon) {
        for (int at = from; at < line.length(); at++) {
            Optional<Found> best = Optional.empty();
            for (Map.Entry<String, Marks.Label> label : Marks.standard().labels().entrySet()) {
                Optional<Found> found = matches(at, label.getKey(), label.getValue(), colon);
                if (found.isPresent() && (best.isEmpty() || found.get().to() > best.get().to())) {
                    best = found;
                }
            }
            if (best.isPresent()) {
                return best;
            }
        }
        return Optional.empty();
    }

    private Optional<Found> matches(int at, String word, Marks.Label label, boolean colon) {
        // "Cc" is written in every language, also in those that have a word of their own.
        boolean ours =
                label.field() == Field.CC
                        || label.languages().stream().anyMatch(languages::contains);
        boolean open = label.field() != Field.FROM && !values.containsKey(label.field());
        boolean wanted = colon || label.field() == Field.SUBJECT;
        if (!ours || !open || !wanted || !line.regionMatches(true, at, word, 0, word.length())) {
            return Optional.empty();
        }
        int end = at + word.length();
        if (!colon) {
            return Optional.of(new Found(at, end, label));
        }
        if (end < line.length() && line.charAt(end) == ' ') {
            end++;
        }
        return end < line.length() && (line.charAt(end) == ':' || line.charAt(end) == '：')
                ? Optional.of(new Found(at, end + 1, label))
                : Optional.empty();
    }
}
