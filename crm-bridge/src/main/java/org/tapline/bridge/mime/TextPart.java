package org.tapline.bridge.mime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The octets of a text part as text.
final class TextPart {
    /// HTML5 looks for a charset in the first 1,024 octets; mail programs write longer heads.
    private static final int HEAD_OCTETS = 4_096;

    private static final Pattern META =
            Pattern.compile(
                    "<meta[^>]{0,200}charset\\s{0,9}=\\s{0,9}[\"']?([A-Za-z0-9_.:-]{2,40})");

    private TextPart() {}

    static String read(byte[] octets, PartHeader header, Findings findings) {
        boolean html = header.type().equals("text/html");
        String declared = header.getCharset();
        if (html && declared.isEmpty()) {
            byte[] head = Arrays.copyOf(octets, Math.min(octets.length, HEAD_OCTETS));
            Matcher meta = META.matcher(new String(head, StandardCharsets.ISO_8859_1));
            declared = meta.find() ? meta.group(1) : "";
        }
        Charsets.Reading reading = Charsets.read(octets, declared);
        if (reading.guessed()) {
            findings.add(
                    Defect.Kind.CHARSET,
                    declared.isEmpty() ? "octets above 127, no charset" : "not in " + declared);
        }
        String text = reading.text().replace("\r\n", "\n").replace('\r', '\n').replace("\0", "");
        if (!text.isEmpty() && text.charAt(0) == '\ufeff') {
            text = text.substring(1);
        }
        boolean flowed =
                !html
                        && header.content()
                                .get("format")
                                .filter(format -> format.equalsIgnoreCase("flowed"))
                                .isPresent();
        if (!flowed) {
            return text;
        }
        return FlowedText.unwrap(
                text,
                header.content().get("delsp").filter(d -> d.equalsIgnoreCase("yes")).isPresent());
    }
}
