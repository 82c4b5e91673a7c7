package org.tapline.bridge.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Encoded words (RFC 2047), also as they are wrongly made: spaces inside, a character split over
/// two words, no space between words, unknown charsets, words inside quotes.
///
/// Text that only looks like an encoded word stays as it is. Time is linear.
final class EncodedWords {
    /// Charset names are shorter; a longer one is text.
    private static final int LONGEST_CHARSET = 60;

    /// Words of one field that are decoded; a word holds up to 75 characters, so this is far more
    /// than a subject needs, and as much as 1,000 names do.
    private static final int MOST_WORDS = 5_000;

    private final String source;
    private final StringBuilder out;

    /// Octets of the words read so far that belong together, and their charset.
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    private String charset = "";

    /// Base64 characters of a word that ended within a group of four.
    private String unfinished = "";

    private EncodedWords(String source) {
        this.source = source;
        this.out = new StringBuilder(source.length());
    }

    /// Replaces every encoded word by what it stands for.
    static String decode(String text) {
        return text.contains("=?") ? new EncodedWords(text).run() : text;
    }

    private record Word(String charset, char encoding, String text, int end) {}

    private String run() {
        int at = 0;
        int last = source.lastIndexOf("?=");
        boolean afterWord = false;
        for (int words = 0; words < MOST_WORDS && at < source.length(); words++) {
            int start = source.indexOf("=?", at);
            Word word = null;
            while (start >= 0 && start < last) {
                word = wordAt(start);
                if (word != null) {
                    break;
                }
                start = source.indexOf("=?", start + 2);
            }
            if (word == null) {
                break;
            }
            String between = source.substring(at, start);
            if (!afterWord || !between.isBlank()) {
                flush();
                out.append(between);
            }
            take(word);
            afterWord = true;
            at = word.end();
        }
        flush();
        return out.append(source, at, source.length()).toString();
    }

    private @Nullable Word wordAt(int start) {
        int charsetEnd = source.indexOf('?', start + 2);
        if (charsetEnd < 0
                || charsetEnd - start > LONGEST_CHARSET
                || charsetEnd + 3 > source.length()
                || source.charAt(charsetEnd + 2) != '?') {
            return null;
        }
        char encoding = Character.toUpperCase(source.charAt(charsetEnd + 1));
        if (encoding != 'B' && encoding != 'Q') {
            return null;
        }
        int textStart = charsetEnd + 3;
        int end = source.indexOf("?=", textStart);
        if (end < 0) {
            return null;
        }
        String name = source.substring(start + 2, charsetEnd);
        int language = name.indexOf('*'); // RFC 2231 §5
        return new Word(
                (language < 0 ? name : name.substring(0, language)).toLowerCase(Locale.ROOT),
                encoding,
                source.substring(textStart, end),
                end + 2);
    }

    private void take(Word word) {
        if (!word.charset().equals(charset)) {
            flush();
            charset = word.charset();
        }
        if (word.encoding() == 'Q') {
            finishBase64();
            quoted(word.text());
            return;
        }
        String text = word.text().strip();
        if ((unfinished.length() + text.length()) % 4 == 0) {
            text = unfinished + text;
            unfinished = "";
        } else {
            finishBase64(); // it was only short of its padding
        }
        if (text.length() % 4 != 0 && !text.endsWith("=")) {
            unfinished = text;
        } else {
            unfinished = "";
            octets.writeBytes(Base64Text.decode(text));
        }
    }

    private void finishBase64() {
        octets.writeBytes(Base64Text.decode(unfinished));
        unfinished = "";
    }

    private void quoted(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=' && i + 2 < text.length() && hex(text, i + 1) >= 0) {
                octets.write(hex(text, i + 1));
                i += 2;
            } else if (c == '_') {
                octets.write(' ');
            } else if (c < 0x80) {
                octets.write(c);
            } else {
                octets.writeBytes(String.valueOf(c).getBytes(unencoded()));
            }
        }
    }

    /// The octet two hexadecimal digits stand for, or -1.
    static int hex(String text, int at) {
        if (at + 1 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /// The charset of an octet above 127 that stands unencoded in a word.
    private Charset unencoded() {
        return Charsets.lookup(charset).filter(Charset::canEncode).orElse(StandardCharsets.UTF_8);
    }

    private void flush() {
        finishBase64();
        if (octets.size() > 0) {
            out.append(Charsets.read(octets.toByteArray(), charset).text());
            octets.reset();
        }
    }
}
