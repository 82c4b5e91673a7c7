package org.tapline.bridge.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Decodes a body whose transfer encoding is `x-uuencode`: its first file. A body in which no file
/// is found stays as it is.
final class UuencodedBody extends InputStream {
    private final InputStream in;
    private final UuencodedFiles lines;
    private final byte[] chunk = new byte[8 << 10];
    private final ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    private byte[] ready = {};
    private int at;
    private boolean ended;

    UuencodedBody(InputStream in, Findings findings) {
        this.in = in;
        this.lines = new UuencodedFiles(new FirstFile(findings));
    }

    /// Keeps what belongs to the first file, and the text as long as there is none.
    private final class FirstFile implements UuencodedFiles.Taker {
        private final Findings findings;
        private boolean begun;

        FirstFile(Findings findings) {
            this.findings = findings;
        }

        @Override
        public void text(byte[] octets, int from, int length) {
            if (!begun) {
                decoded.write(octets, from, length);
            }
        }

        @Override
        public boolean wanted() {
            return !begun;
        }

        @Override
        public void begin(String name) {
            begun = true;
            if (new String(decoded.toByteArray(), StandardCharsets.ISO_8859_1).isBlank()) {
                decoded.reset();
            }
        }

        @Override
        public void data(byte[] octets, int length) {
            decoded.write(octets, 0, length);
        }

        @Override
        public void end(boolean whole) {
            if (!whole) {
                findings.add(Defect.Kind.TRANSFER_ENCODING, "uuencode without its end");
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (at == ready.length && !ended) {
            int n = in.read(chunk);
            if (n < 0) {
                ended = true;
                lines.finish();
            } else {
                lines.accept(chunk, 0, n);
            }
            ready = decoded.toByteArray();
            decoded.reset();
            at = 0;
        }
        if (at == ready.length) {
            return -1;
        }
        int n = Math.min(length, ready.length - at);
        System.arraycopy(ready, at, into, offset, n);
        at += n;
        return n;
    }
}
