package org.tapline.proxy.transcript;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.conversation.Leg;

/// Effects in their order as readable text, the same for every chunking: octets to the same leg
/// with no effect between them are one run, shown in lines.
final class EffectLog {
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream run = new ByteArrayOutputStream();
    private @Nullable String prefix;

    void octets(Leg to, byte[] octets) {
        append(to == Leg.CLIENT ? ">C " : ">S ", octets);
    }

    void content(byte[] octets) {
        append("| ", octets);
    }

    void event(String event) {
        flush();
        text.append("= ").append(event).append('\n');
    }

    private void append(String to, byte[] octets) {
        if (octets.length > 0) {
            if (!to.equals(prefix)) {
                flush();
                prefix = to;
            }
            run.writeBytes(octets);
        }
    }

    private void flush() {
        if (prefix == null) {
            return;
        }
        int from = 0;
        byte[] octets = run.toByteArray();
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n' || i == octets.length - 1) {
                text.append(prefix).append(show(octets, from, i + 1)).append('\n');
                from = i + 1;
            }
        }
        run.reset();
        prefix = null;
    }

    private static String show(byte[] octets, int from, int to) {
        StringBuilder shown = new StringBuilder();
        for (int i = from; i < to; i++) {
            int octet = octets[i] & 0xff;
            switch (octet) {
                case '\r' -> shown.append("\\r");
                case '\n' -> shown.append("\\n");
                default ->
                        shown.append(
                                octet < ' ' || octet > '~'
                                        ? String.format("\\x%02x", octet)
                                        : String.valueOf((char) octet));
            }
        }
        return shown.toString();
    }

    @Override
    public String toString() {
        flush();
        return text.toString();
    }
}
