package org.tapline.bridge.unpacking;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.threads.Subjects;

/// Whether a message that a forward retells is one that was seen itself. Programs that forward wrap
/// lines anew, drop seconds, quote marks and pictures, and cut signatures.
///
/// | what must agree | where the forward says when | where it does not |
/// | --- | --- | --- |
/// | author's address, subject without prefixes | yes | yes |
/// | time | the minute | not known |
/// | letters and digits of the text | the beginning of the shorter | the same, and enough of it |
///
/// @param author as written
/// @param subject as written
/// @param at when it was written, where that is known
/// @param text of the message
public record Resemblance(String author, String subject, Optional<Instant> at, String text) {

    /// Letters and digits that are compared. The rest is often cut, or an answer's history.
    private static final int COMPARED = 200;

    /// A shorter text without a date is too common to be known by.
    private static final int SHORTEST = 20;

    /// A forward without seconds names the minute's beginning; clocks of mail programs that retell
    /// the time of arrival are some seconds later.
    private static final Duration APART = Duration.ofSeconds(60);

    /// Author and subject in one text, by which messages that may be the same are looked up.
    public String mark() {
        return sha256(AddressKey.of(author).value() + "\n" + base(subject));
    }

    /// Names it among retold messages: two people forward the same message, in two forms.
    String fingerprint() {
        return sha256(base(subject) + "\n" + words(text, Integer.MAX_VALUE));
    }

    /// How far from a time the same message may be.
    public static Duration apart() {
        return APART;
    }

    /// Whether both are one message.
    public boolean of(Resemblance other) {
        if (!mark().equals(other.mark())) {
            return false;
        }
        String mine = words(text, COMPARED);
        String theirs = words(other.text, COMPARED);
        boolean dated = at.isPresent() && other.at.isPresent();
        if (dated && Duration.between(at.get(), other.at.get()).abs().compareTo(APART) > 0) {
            return false;
        }
        int length = Math.min(mine.length(), theirs.length());
        boolean alike = mine.regionMatches(0, theirs, 0, length);
        return dated ? alike : alike && length >= SHORTEST;
    }

    private static String base(String subject) {
        return Subjects.base(subject).orElse(subject.strip().toLowerCase(Locale.ROOT));
    }

    private static String words(String text, int most) {
        StringBuilder words = new StringBuilder();
        text.codePoints()
                .filter(Character::isLetterOrDigit)
                .map(Character::toLowerCase)
                .limit(most)
                .forEach(words::appendCodePoint);
        return words.toString();
    }

    private static String sha256(String text) {
        try {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
