package org.tapline.proxy.imap;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Names of folders as people read them.
final class FolderName {
    private FolderName() {}

    /// @param octets as on the wire
    /// @param utf8 whether the session speaks UTF-8 (RFC 6855 §3, RFC 9051 §5.1) rather than
    ///     modified UTF-7 (RFC 3501 §5.1.3)
    static String decode(byte[] octets, boolean utf8) {
        String name = utf8(octets);
        if (name.equalsIgnoreCase("INBOX")) {
            return "INBOX";
        }
        return utf8 ? name : modifiedUtf7(name);
    }

    private static String utf8(byte[] octets) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            return text.toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }

    /// What is not modified UTF-7 stays as it is: many servers do not check names.
    private static String modifiedUtf7(String name) {
        StringBuilder decoded = new StringBuilder(name.length());
        int at = 0;
        while (at < name.length()) {
            int shift = name.indexOf('&', at);
            int back = shift < 0 ? -1 : name.indexOf('-', shift);
            if (back < 0) {
                return decoded.append(name, at, name.length()).toString();
            }
            decoded.append(name, at, shift);
            decoded.append(back == shift + 1 ? "&" : shifted(name.substring(shift + 1, back)));
            at = back + 1;
        }
        return decoded.toString();
    }

    private static String shifted(String base64) {
        try {
            byte[] utf16 = Base64.getDecoder().decode(base64.replace(',', '/'));
            if (utf16.length % 2 == 0) {
                return new String(utf16, StandardCharsets.UTF_16BE);
            }
        } catch (IllegalArgumentException notBase64) {
            return '&' + base64 + '-';
        }
        return '&' + base64 + '-';
    }
}
