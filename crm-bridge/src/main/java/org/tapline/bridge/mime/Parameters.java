package org.tapline.bridge.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A structured field value with parameters (RFC 2045 §5.1), their continuations and charsets
/// (RFC 2231), and the wrong forms in use: encoded words, missing quotes, missing semicolons.
///
/// @param value what stands before the first semicolon, lower case
/// @param named decoded values by lower-case name
record Parameters(String value, Map<String, String> named) {
    /// More parameters than any sender uses; the rest is left out.
    private static final int MOST = 100;

    /// Longest joined value: a file name far beyond what file systems take.
    private static final int LONGEST_VALUE = 4_096;

    Optional<String> get(String name) {
        return Optional.ofNullable(named.get(name)).filter(v -> !v.isBlank());
    }

    /// The same, with a value for a parameter that is not given.
    Parameters withDefault(String name, String text) {
        if (text.isEmpty() || get(name).isPresent()) {
            return this;
        }
        Map<String, String> more = new HashMap<>(named);
        more.put(name, text);
        return new Parameters(value, Map.copyOf(more));
    }

    static Parameters parse(String field) {
        int semicolon = field.indexOf(';');
        String value = (semicolon < 0 ? field : field.substring(0, semicolon)).strip();
        Map<String, TreeMap<Integer, Piece>> pieces = new HashMap<>();
        int at = semicolon < 0 ? field.length() : semicolon + 1;
        for (int count = 0; at < field.length() && count < MOST; count++) {
            at = one(field, at, pieces);
        }
        Map<String, String> named = new HashMap<>();
        pieces.forEach((name, list) -> named.put(name, join(list)));
        return new Parameters(value.toLowerCase(Locale.ROOT), Map.copyOf(named));
    }

    private record Piece(String text, boolean percent) {}

    /// Reads one parameter and returns where the next one starts.
    private static int one(String field, int from, Map<String, TreeMap<Integer, Piece>> pieces) {
        int equals = field.indexOf('=', from);
        int end = field.indexOf(';', from);
        if (equals < 0 || (end >= 0 && end < equals)) {
            return end < 0 ? field.length() : end + 1;
        }
        String name = field.substring(from, equals).strip().toLowerCase(Locale.ROOT);
        int at = equals + 1;
        while (at < field.length() && field.charAt(at) == ' ') {
            at++;
        }
        StringBuilder text = new StringBuilder();
        if (at < field.length() && field.charAt(at) == '"') {
            at = quoted(field, at + 1, text);
            int next = field.indexOf(';', at);
            at = next < 0 ? field.length() : next + 1;
        } else {
            int next = field.indexOf(';', at);
            int stop = next < 0 ? field.length() : next;
            text.append(field.substring(at, stop).strip());
            at = next < 0 ? field.length() : next + 1;
        }
        put(name, text.toString(), pieces);
        return at;
    }

    /// Reads a quoted string and returns the position behind it.
    static int quoted(String field, int from, StringBuilder text) {
        int at = from;
        while (at < field.length() && field.charAt(at) != '"') {
            char c = field.charAt(at);
            // A backslash quotes only these; senders put Windows paths into quotes unescaped.
            if (c == '\\'
                    && at + 1 < field.length()
                    && (field.charAt(at + 1) == '"' || field.charAt(at + 1) == '\\')) {
                at++;
                c = field.charAt(at);
            }
            text.append(c);
            at++;
        }
        return Math.min(field.length(), at + 1);
    }

    private static void put(String key, String text, Map<String, TreeMap<Integer, Piece>> pieces) {
        boolean percent = key.endsWith("*");
        String rest = percent ? key.substring(0, key.length() - 1) : key;
        int star = rest.indexOf('*');
        int number = -1;
        if (star > 0 && rest.length() - star <= 4) {
            try {
                number = Integer.parseInt(rest.substring(star + 1));
                rest = rest.substring(0, star);
            } catch (NumberFormatException notNumbered) {
                number = -1;
            }
        }
        TreeMap<Integer, Piece> list = pieces.computeIfAbsent(rest, k -> new TreeMap<>());
        // The extended forms win over the plain one that is given for old readers.
        if (number < 0 && percent) {
            list.clear();
            list.put(0, new Piece(text, true));
        } else if (number >= 0) {
            list.remove(-1);
            list.putIfAbsent(number, new Piece(text, percent));
        } else if (list.isEmpty()) {
            list.put(-1, new Piece(text, false));
        }
    }

    private static String join(TreeMap<Integer, Piece> list) {
        String charset = "";
        boolean extended = false;
        StringBuilder plain = new StringBuilder();
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        boolean first = true;
        for (Piece piece : list.values()) {
            String text = piece.text();
            if (piece.percent()) {
                extended = true;
                if (first) {
                    int one = text.indexOf('\'');
                    int two = one < 0 ? -1 : text.indexOf('\'', one + 1);
                    if (two >= 0) {
                        charset = text.substring(0, one);
                        text = text.substring(two + 1);
                    }
                }
                percent(text, octets);
            } else {
                octets.writeBytes(text.getBytes(StandardCharsets.UTF_8));
                plain.append(text);
            }
            first = false;
        }
        String joined =
                extended
                        ? Charsets.read(octets.toByteArray(), charset).text()
                        : EncodedWords.decode(plain.toString());
        return joined.length() > LONGEST_VALUE ? joined.substring(0, LONGEST_VALUE) : joined;
    }

    private static void percent(String text, ByteArrayOutputStream octets) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int octet = c == '%' ? EncodedWords.hex(text, i + 1) : -1;
            if (octet >= 0) {
                octets.write(octet);
                i += 2;
            } else {
                octets.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
