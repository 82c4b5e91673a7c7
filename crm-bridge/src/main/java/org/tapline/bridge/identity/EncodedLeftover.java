package org.tapline.bridge.identity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.Locale;

/// The text of one encoded word (RFC 2047 §4). What cannot be decoded gives no text: an address
/// book entry named `=?x?B?...` helps nobody.
final class EncodedLeftover {

    private EncodedLeftover() {}

    static String decode(String charset, String encoding, String text) {
        byte[] octets =
                encoding.toUpperCase(Locale.ROOT).equals("B")
                        ? base64(text)
                        : quotedPrintable(text);
        return new String(octets, charset(charset));
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException broken) {
            return new byte[0];
        }
    }

    private static byte[] quotedPrintable(String text) {
        var out = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '='
                    && i + 2 < text.length()
                    && hex(text.charAt(i + 1))
                    && hex(text.charAt(i + 2))) {
                out.write(Integer.parseInt(text, i + 1, i + 3, 16));
                i += 2;
            } else {
                out.write(c == '_' ? ' ' : c);
            }
        }
        return out.toByteArray();
    }

    private static boolean hex(char c) {
        return Character.digit(c, 16) >= 0;
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return StandardCharsets.UTF_8;
        }
    }
}
