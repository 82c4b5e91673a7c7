package org.tapline.bridge.forwards;

import java.util.ArrayList;
import java.util.List;

/// The lines of a text, freed of what only looks like text: byte order marks, spaces that do not
/// break, spaces at the end.
final class TextLines {
    private TextLines() {}

    static List<String> of(String text) {
        List<String> lines = new ArrayList<>();
        text.lines().forEach(line -> lines.add(clean(line)));
        return lines;
    }

    private static String clean(String line) {
        StringBuilder out = new StringBuilder(line.length());
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '\u00a0' || c == '\u202f') {
                out.append(' ');
            } else if (c != '\ufeff' && c != '\u200b' && c != '\u200e' && c != '\u200f') {
                out.append(c);
            }
        }
        return out.toString().stripTrailing();
    }

    /// How often a line is quoted.
    static int depth(String line) {
        int depth = 0;
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '>') {
                depth++;
            } else if (c != ' ') {
                break;
            }
        }
        return depth;
    }

    /// A line without quote marks and without spaces around it.
    static String bare(String line) {
        return unquoted(line, Integer.MAX_VALUE).strip();
    }

    /// A line without its outer quote marks.
    ///
    /// @param depth how many are taken off
    static String unquoted(String line, int depth) {
        int at = 0;
        for (int level = 0; level < depth; level++) {
            int next = at;
            while (next < line.length() && line.charAt(next) == ' ') {
                next++;
            }
            if (next >= line.length() || line.charAt(next) != '>') {
                break;
            }
            at = next + 1;
            if (at < line.length() && line.charAt(at) == ' ') {
                at++;
            }
        }
        return line.substring(at);
    }

    /// The first line at or behind a place that says something, or the number of lines.
    static int nextFilled(List<String> lines, int from) {
        int at = from;
        while (at < lines.size() && bare(lines.get(at)).isEmpty()) {
            at++;
        }
        return at;
    }

    /// The text of the lines from one on, without quote marks or indentation that all have.
    static String body(List<String> lines, int from, int depth) {
        List<String> body = new ArrayList<>();
        for (String line : lines.subList(Math.min(from, lines.size()), lines.size())) {
            body.add(unquoted(line, depth));
        }
        if (all(body, ">")) {
            body.replaceAll(line -> unquoted(line, 1));
        }
        if (all(body, "    ")) {
            body.replaceAll(line -> line.isBlank() ? "" : line.substring(4));
        }
        return String.join("\n", body).strip();
    }

    private static boolean all(List<String> lines, String start) {
        return lines.stream().allMatch(line -> line.isBlank() || line.startsWith(start));
    }
}
