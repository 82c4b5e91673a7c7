package org.tapline.bridge.mime;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/// The text of an RTF document, or the HTML inside it when it was made from HTML (`\fromhtml1`,
/// MS-OXRTFEX §2.1.3). Fonts, colours, pictures and styles are passed over.
final class RtfReader {
    private final String rtf;
    private final boolean html;
    private final StringBuilder out = new StringBuilder();
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final Deque<Group> groups = new ArrayDeque<>();
    private String charset = "windows-1252";
    private Group group = new Group(false, false, 1);
    private int skip; // characters that stand in for a \\u before them
    private int at;

    /// @param ignored a destination that is no text
    /// @param rtfOnly inside \htmlrtf: text that the HTML does not have
    /// @param fallback characters to skip after a \\u
    private record Group(boolean ignored, boolean rtfOnly, int fallback) {}

    private RtfReader(String rtf) {
        this.rtf = rtf;
        this.html = rtf.substring(0, Math.min(rtf.length(), 500)).contains("\\fromhtml1");
    }

    static RtfBody read(String rtf) {
        RtfReader reader = new RtfReader(rtf);
        reader.run();
        return new RtfBody(reader.out.toString().strip(), reader.html);
    }

    private void run() {
        while (at < rtf.length()) {
            char c = rtf.charAt(at++);
            switch (c) {
                case '{' -> {
                    flush();
                    if (groups.size() < 1_000) {
                        groups.push(group);
                    }
                }
                case '}' -> {
                    flush();
                    group = groups.isEmpty() ? group : groups.pop();
                }
                case '\\' -> control();
                case '\r', '\n' -> {}
                default -> text(c);
            }
        }
        flush();
    }

    private boolean silent() {
        return group.ignored() || (html && group.rtfOnly());
    }

    private void text(char c) {
        if (skip > 0) {
            skip--;
        } else if (!silent()) {
            octets.write(c);
        }
    }

    private void flush() {
        if (octets.size() > 0) {
            out.append(Charsets.read(octets.toByteArray(), charset).text());
            octets.reset();
        }
    }

    private void write(String text) {
        if (!silent()) {
            flush();
            out.append(text);
        }
    }

    private void control() {
        if (at >= rtf.length()) {
            return;
        }
        char c = rtf.charAt(at);
        if (!Character.isLetter(c)) {
            at++;
            symbol(c);
            return;
        }
        int start = at;
        while (at < rtf.length() && at - start < 32 && Character.isLetter(rtf.charAt(at))) {
            at++;
        }
        String word = rtf.substring(start, at);
        int digits = at;
        while (at < rtf.length()
                && at - digits < 9
                && (Character.isDigit(rtf.charAt(at)) || (at == digits && rtf.charAt(at) == '-'))) {
            at++;
        }
        String number = rtf.substring(digits, at);
        if (at < rtf.length() && rtf.charAt(at) == ' ') {
            at++;
        }
        boolean none = number.isEmpty() || number.equals("-");
        word(word, none ? 0 : Integer.parseInt(number), none);
    }

    private void symbol(char c) {
        switch (c) {
            case '\'' -> {
                int octet = EncodedWords.hex(rtf, at);
                at = Math.min(rtf.length(), at + 2);
                if (skip > 0) {
                    skip--;
                } else if (octet >= 0 && !silent()) {
                    octets.write(octet);
                }
            }
            case '\\', '{', '}' -> text(c);
            case '~' -> write(" ");
            case '_' -> write("-");
            case '*' -> {
                // An optional destination is passed over, except the one that holds the HTML.
                boolean tag = html && rtf.startsWith("\\htmltag", at);
                group = new Group(!tag || group.ignored(), group.rtfOnly(), group.fallback());
            }
            default -> {}
        }
    }

    private void word(String word, int number, boolean none) {
        switch (word) {
            case "par", "line" -> write(html ? "\r\n" : "\n");
            case "tab" -> write("\t");
            case "lquote" -> write("‘");
            case "rquote" -> write("’");
            case "ldblquote" -> write("“");
            case "rdblquote" -> write("”");
            case "bullet" -> write("•");
            case "endash" -> write("–");
            case "emdash" -> write("—");
            case "ansicpg" -> charset = "cp" + number;
            case "uc" -> group = new Group(group.ignored(), group.rtfOnly(), Math.max(0, number));
            case "u" -> {
                write(String.valueOf((char) number));
                skip = Math.min(group.fallback(), 4);
            }
            case "htmlrtf" ->
                    group = new Group(group.ignored(), none || number != 0, group.fallback());
            case "fonttbl", "colortbl", "stylesheet", "info", "pict", "pntext", "object" ->
                    group = new Group(true, group.rtfOnly(), group.fallback());
            default -> {}
        }
    }
}
