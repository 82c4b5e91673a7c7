package org.tapline.bridge.mime;

/// UTF-7 (RFC 2152): still met in old Exchange mail. Anything that is not UTF-7 stays as it is.
final class Utf7 {
    private Utf7() {}

    static String decode(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '+') {
                out.append(c);
            } else if (at < text.length() && text.charAt(at) == '-') {
                out.append('+');
                at++;
            } else {
                at = shifted(text, at, out);
            }
        }
        return out.toString();
    }

    private static int shifted(String text, int from, StringBuilder out) {
        int at = from;
        int bits = 0;
        int held = 0;
        while (at < text.length()) {
            int six = text.charAt(at) == '-' ? -1 : Base64Text.value(text.charAt(at));
            if (six < 0) {
                break;
            }
            bits = (bits << 6 | six) & 0x3fffff;
            held += 6;
            at++;
            if (held >= 16) {
                held -= 16;
                out.append((char) (bits >> held & 0xffff));
            }
        }
        if (at == from) {
            out.append('+');
        } else if (at < text.length() && text.charAt(at) == '-') {
            at++;
        }
        return at;
    }
}
