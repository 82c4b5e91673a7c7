package org.tapline.cli.table;

/// Text as it lies in a terminal.
public final class Cells {
    private static final String ELLIPSIS = "...";

    private Cells() {}

    /// One line without control characters and without what turns the direction of writing.
    public static String harmless(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        c -> {
                            if (Character.isWhitespace(c)) {
                                clean.append(' ');
                            } else if (Character.isISOControl(c) || turnsDirection(c)) {
                                clean.append('\uFFFD');
                            } else {
                                clean.appendCodePoint(c);
                            }
                        });
        return clean.toString().strip();
    }

    /// The same for text of several lines, which keeps its lines.
    public static String harmlessLines(String text) {
        return text.lines().map(Cells::harmlessLine).reduce((a, b) -> a + "\n" + b).orElse("");
    }

    private static String harmlessLine(String line) {
        String clean = harmless(line);
        int indent = line.length() - line.stripLeading().length();
        return " ".repeat(indent) + clean;
    }

    private static boolean turnsDirection(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    /// Columns that the text takes: two for wide East Asian characters and most emoji, none for
    /// combining marks.
    static int width(String text) {
        return text.codePoints().map(Cells::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT) {
            return 0;
        }
        boolean wide =
                (c >= 0x1100 && c <= 0x115F)
                        || (c >= 0x2E80 && c <= 0xA4CF)
                        || (c >= 0xAC00 && c <= 0xD7A3)
                        || (c >= 0xF900 && c <= 0xFAFF)
                        || (c >= 0xFE30 && c <= 0xFE6F)
                        || (c >= 0xFF00 && c <= 0xFF60)
                        || (c >= 0x1F300 && c <= 0x1FAFF)
                        || (c >= 0x20000 && c <= 0x3FFFD);
        return wide ? 2 : 1;
    }

    /// At most so many columns, padded to them.
    static String fit(String text, int columns) {
        String cut = width(text) <= columns ? text : cut(text, columns);
        return cut + " ".repeat(Math.max(0, columns - width(cut)));
    }

    private static String cut(String text, int columns) {
        String end = columns > ELLIPSIS.length() ? ELLIPSIS : "";
        StringBuilder head = new StringBuilder();
        int room = columns - end.length();
        int[] points = text.codePoints().toArray();
        for (int c : points) {
            room -= width(c);
            if (room < 0) {
                break;
            }
            head.appendCodePoint(c);
        }
        return head + end;
    }
}
