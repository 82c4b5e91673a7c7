package org.tapline.bridge.mime;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mozilla.universalchardet.UniversalDetector;

/// Octets to text, when the charset is right, wrong, unknown or missing.
///
/// The order: what is declared, if the octets are in it; UTF-8, if they are in that; what the
/// octets look like; windows-1252, which takes everything.
final class Charsets {
    /// Looking further does not change the guess, and costs time.
    private static final int GUESS_OCTETS = 16 << 10;

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /// Names met in mail that Java does not know, or takes more narrowly than the senders: each is
    /// replaced by a superset that reads all that the name allows.
    private static final Map<String, String> ALIASES =
            Map.ofEntries(
                    Map.entry("iso-8859-1", "windows-1252"),
                    Map.entry("latin1", "windows-1252"),
                    Map.entry("latin-1", "windows-1252"),
                    Map.entry("iso8859-1", "windows-1252"),
                    Map.entry("ansi", "windows-1252"),
                    Map.entry("iso-8859-9", "windows-1254"),
                    Map.entry("iso-8859-8-i", "iso-8859-8"),
                    Map.entry("iso-8859-8-e", "iso-8859-8"),
                    Map.entry("iso-8859-6-i", "iso-8859-6"),
                    Map.entry("gb2312", "gb18030"),
                    Map.entry("gbk", "gb18030"),
                    Map.entry("gb_2312-80", "gb18030"),
                    Map.entry("x-gbk", "gb18030"),
                    Map.entry("cp936", "gb18030"),
                    Map.entry("euc-cn", "gb18030"),
                    Map.entry("big5", "x-windows-950"),
                    Map.entry("x-x-big5", "x-windows-950"),
                    Map.entry("shift_jis", "windows-31j"),
                    Map.entry("shift-jis", "windows-31j"),
                    Map.entry("sjis", "windows-31j"),
                    Map.entry("x-sjis", "windows-31j"),
                    Map.entry("iso-2022-jp", "x-windows-iso2022jp"),
                    Map.entry("ks_c_5601-1987", "x-windows-949"),
                    Map.entry("ks_c_5601", "x-windows-949"),
                    Map.entry("ks_c_5601-1992", "x-windows-949"),
                    Map.entry("ksc5601", "x-windows-949"),
                    Map.entry("ksc_5601", "x-windows-949"),
                    Map.entry("euc-kr", "x-windows-949"),
                    Map.entry("tis-620", "x-windows-874"),
                    Map.entry("iso-8859-11", "x-windows-874"),
                    Map.entry("windows-874", "x-windows-874"),
                    Map.entry("unicode", "utf-16"),
                    Map.entry("utf8mb4", "utf-8"),
                    Map.entry("unicode-1-1-utf-8", "utf-8"));

    private static final Pattern CODE_PAGE = Pattern.compile("(?:cp|windows|win)[-_ ]?(\\d{3,5})");
    private static final Pattern LATIN_PART = Pattern.compile("iso[-_ ]?8859[-_ ](\\d{1,2}).*");
    private static final Pattern OUTSIDE_NAME = Pattern.compile("[\"'\\s;,]");

    private Charsets() {}

    /// Text, and whether it took a guess to read it.
    record Reading(String text, boolean guessed) {}

    /// Reads octets.
    ///
    /// @param declared charset name as the mail gives it, empty when it gives none
    static Reading read(byte[] octets, String declared) {
        String name = OUTSIDE_NAME.matcher(declared).replaceAll("").toLowerCase(Locale.ROOT);
        if (name.equals("utf-7") || name.equals("unicode-1-1-utf-7") || name.equals("utf7")) {
            return new Reading(Utf7.decode(new String(octets, WINDOWS_1252)), false);
        }
        if (HzText.NAMES.contains(name)) {
            return new Reading(HzText.decode(octets), false);
        }
        boolean plain = name.isEmpty() || name.contains("ascii") || name.equals("unknown-8bit");
        if (!plain) {
            Optional<Charset> charset = lookup(name);
            if (charset.isPresent()) {
                Optional<String> text = strictly(octets, charset.get());
                if (text.isPresent() && mislabelled(octets, charset.get())) {
                    return new Reading(new String(octets, StandardCharsets.UTF_8), true);
                }
                if (text.isPresent()) {
                    return new Reading(text.get(), false);
                }
                return new Reading(damaged(octets, charset.get()), true);
            }
        }
        return guess(octets, plain);
    }

    /// The Java charset behind a name in a mail.
    static Optional<Charset> lookup(String name) {
        String wanted = ALIASES.getOrDefault(name, name);
        var page = CODE_PAGE.matcher(wanted);
        var latin = LATIN_PART.matcher(wanted);
        return forName(wanted)
                .or(() -> page.matches() ? codePage(page.group(1)) : Optional.empty())
                .or(
                        () ->
                                latin.matches()
                                        ? forName("iso-8859-" + latin.group(1))
                                        : Optional.empty());
    }

    private static Optional<Charset> codePage(String number) {
        return forName("windows-" + number)
                .or(() -> forName("x-windows-" + number))
                .or(() -> forName("ibm" + number))
                .or(() -> forName("ms" + number));
    }

    private static Optional<Charset> forName(String name) {
        try {
            return Charset.isSupported(name)
                    ? Optional.of(Charset.forName(name))
                    : Optional.empty();
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return Optional.empty();
        }
    }

    /// Without a usable declaration.
    private static Reading guess(byte[] octets, boolean plain) {
        if (isAscii(octets)) {
            if (plain && holdsEscapes(octets)) {
                Optional<String> japanese =
                        forName("x-windows-iso2022jp").flatMap(cs -> strictly(octets, cs));
                if (japanese.isPresent()) {
                    return new Reading(japanese.get(), true);
                }
            }
            return new Reading(new String(octets, StandardCharsets.US_ASCII), !plain);
        }
        return new Reading(
                strictly(octets, StandardCharsets.UTF_8)
                        .or(() -> looksLike(octets).flatMap(charset -> strictly(octets, charset)))
                        .orElseGet(() -> new String(octets, WINDOWS_1252)),
                true);
    }

    /// Octets above 127 that happen to be right UTF-8 are nearly never anything else; a charset
    /// in which every octet is a character accepts them all the same.
    private static boolean mislabelled(byte[] octets, Charset declared) {
        return !isAscii(octets)
                && isSingleByte(declared)
                && strictly(octets, StandardCharsets.UTF_8).isPresent();
    }

    /// The octets are not in the declared charset. A text that is nearly in it (cut off, or with
    /// one foreign word) reads best in it all the same.
    private static String damaged(byte[] octets, Charset declared) {
        if (isAscii(octets)) {
            // A shift that is not taken back holds to the end of the line (RFC 1468).
            String lines =
                    new String(octets, StandardCharsets.US_ASCII).replace("\n", "\u001b(B\n");
            return new String(lines.getBytes(StandardCharsets.US_ASCII), declared);
        }
        String lenient = new String(octets, declared);
        long faults = lenient.chars().filter(c -> c == '\uFFFD').count();
        if (faults * 20 <= lenient.length() && !declared.equals(StandardCharsets.UTF_8)) {
            return strictly(octets, StandardCharsets.UTF_8).orElse(lenient);
        }
        if (faults * 50 <= lenient.length()) {
            return lenient;
        }
        return strictly(octets, StandardCharsets.UTF_8)
                .or(() -> looksLike(octets).flatMap(charset -> strictly(octets, charset)))
                .orElse(lenient);
    }

    /// Text, if every octet sequence stands for a character.
    static Optional<String> strictly(byte[] octets, Charset charset) {
        try {
            CharBuffer text =
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(octets));
            return Optional.of(text.toString());
        } catch (CharacterCodingException foreign) {
            return Optional.empty();
        }
    }

    private static Optional<Charset> looksLike(byte[] octets) {
        UniversalDetector detector = new UniversalDetector();
        detector.handleData(octets, 0, Math.min(octets.length, GUESS_OCTETS));
        detector.dataEnd();
        String name = detector.getDetectedCharset();
        Optional<Charset> guess =
                name == null ? Optional.empty() : lookup(name.toLowerCase(Locale.ROOT));
        return guess.filter(charset -> !looksWestern(octets) || !isSingleByte(charset));
    }

    /// A few accents among Latin letters. The detector takes short texts of that kind for
    /// Cyrillic or Greek, in which most letters are above 127.
    private static boolean looksWestern(byte[] octets) {
        int high = 0;
        int latin = 0;
        for (int i = 0; i < Math.min(octets.length, GUESS_OCTETS); i++) {
            int lower = octets[i] | 0x20;
            high += octets[i] < 0 ? 1 : 0;
            latin += lower >= 'a' && lower <= 'z' ? 1 : 0;
        }
        return high < latin;
    }

    private static boolean isSingleByte(Charset charset) {
        return charset.canEncode() && charset.newEncoder().maxBytesPerChar() == 1.0f;
    }

    static boolean isAscii(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean holdsEscapes(byte[] octets) {
        for (int i = 0; i + 1 < octets.length; i++) {
            if (octets[i] == 0x1b && (octets[i + 1] == '$' || octets[i + 1] == '(')) {
                return true;
            }
        }
        return false;
    }
}
