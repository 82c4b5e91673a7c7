package org.tapline.bridge.milter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The texts within a payload: each ends with NUL. What lacks its NUL counts too.
final class Words {
    private Words() {}

    static List<String> of(byte[] payload, int from) {
        List<String> words = new ArrayList<>();
        int start = from;
        while (start < payload.length) {
            int end = end(payload, start);
            words.add(new String(payload, start, end - start, UTF_8));
            start = end + 1;
        }
        return words;
    }

    /// Names and values of macros; the first octet of the payload is the step they belong to. A
    /// name of several letters comes in braces.
    static Map<String, String> macros(byte[] payload) {
        List<String> words = of(payload, 1);
        Map<String, String> macros = new LinkedHashMap<>();
        for (int at = 0; at + 1 < words.size(); at += 2) {
            String name = words.get(at);
            boolean braces = name.startsWith("{") && name.endsWith("}");
            macros.put(braces ? name.substring(1, name.length() - 1) : name, words.get(at + 1));
        }
        return macros;
    }

    /// A path of the envelope without its angle brackets (RFC 5321 §4.1.2).
    static String address(byte[] payload) {
        List<String> words = of(payload, 0);
        String path = words.isEmpty() ? "" : words.getFirst().strip();
        return path.startsWith("<") && path.endsWith(">")
                ? path.substring(1, path.length() - 1)
                : path;
    }

    /// Where the text that begins at `from` ends.
    static int end(byte[] payload, int from) {
        int at = from;
        while (at < payload.length && payload[at] != 0) {
            at++;
        }
        return at;
    }
}
