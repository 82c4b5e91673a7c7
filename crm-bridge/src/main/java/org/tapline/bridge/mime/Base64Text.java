package org.tapline.bridge.mime;

import java.io.ByteArrayOutputStream;

/// Base64 (RFC 4648 §4) as found in header fields: padding may be missing, foreign characters are
/// passed over.
final class Base64Text {
    private Base64Text() {}

    /// The six bits a character stands for, or -1.
    static int value(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return switch (c) {
            case '+', '-' -> 62;
            case '/', '_' -> 63;
            default -> -1;
        };
    }

    static byte[] decode(CharSequence text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() * 3 / 4 + 3);
        int bits = 0;
        int held = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=') {
                held = 0;
                bits = 0;
                continue;
            }
            int six = value(c);
            if (six >= 0) {
                bits = (bits << 6 | six) & 0xffffff;
                held += 6;
                if (held >= 8) {
                    held -= 8;
                    out.write(bits >> held & 0xff);
                }
            }
        }
        return out.toByteArray();
    }
}
