package org.tapline.bridge.mime;

import java.io.IOException;
import java.io.InputStream;

/// Decodes a Base64 body (RFC 2045 §6.8) as forgivingly as mail programs do: foreign characters
/// are passed over, missing padding at the end loses nothing, padding in the middle (bodies put
/// together from pieces) starts afresh.
final class Base64Body extends InputStream {
    private final InputStream in;
    private final byte[] encoded = new byte[8 << 10];
    private int at;
    private int filled;
    private int bits;
    private int held;

    Base64Body(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int written = 0;
        while (written < length) {
            if (at == filled) {
                filled = in.read(encoded);
                at = 0;
                if (filled <= 0) {
                    filled = 0;
                    break;
                }
            }
            char c = (char) (encoded[at++] & 0xff);
            int six = c == '-' || c == '_' ? -1 : Base64Text.value(c);
            if (c == '=') {
                held = 0;
            } else if (six >= 0) {
                bits = ((bits << 6) | six) & 0xffffff;
                held += 6;
                if (held >= 8) {
                    held -= 8;
                    into[offset + written++] = (byte) (bits >> held);
                }
            }
        }
        return written == 0 && length > 0 ? -1 : written;
    }
}
