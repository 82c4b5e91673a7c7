package org.tapline.bridge.timeline;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is searched for; everything that is given must hold.
///
/// @param words all of them, in any order; "in quotes" next to each other; `or` between two for
///     either; empty: any
/// @param from an address, a domain, or a piece of a name; empty: anybody
/// @param to the same of those named as recipients
/// @param since not older
/// @param before older
/// @param attachment a piece of the name of an attachment; empty: with or without
public record Wanted(
        String words,
        String from,
        String to,
        Optional<Instant> since,
        Optional<Instant> before,
        String attachment) {
    /// A hyphen that stands before a word, where PostgreSQL would read "without"; one within a word
    /// stays.
    private static final Pattern WITHOUT = Pattern.compile("(?<![\\p{L}\\p{N}])-");

    /// Whether nothing is asked for.
    public boolean empty() {
        return words.isBlank()
                && from.isBlank()
                && to.isBlank()
                && attachment.isBlank()
                && since.isEmpty()
                && before.isEmpty();
    }

    /// The words without any negation.
    String positiveWords() {
        return WITHOUT.matcher(words).replaceAll(" ").strip();
    }
}
