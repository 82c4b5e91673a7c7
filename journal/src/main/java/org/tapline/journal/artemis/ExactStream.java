package org.tapline.journal.artemis;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream that must have exactly the octets that were announced: a content that ends early
/// (spool file cut short) must not become an entry, and must not shift what follows.
final class ExactStream extends FilterInputStream {
    private final long announced;
    private long left;

    ExactStream(InputStream in, long announced) {
        super(in);
        this.announced = announced;
        this.left = announced;
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        count(octet < 0 ? -1 : 1);
        return octet;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        count(count);
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int octets) throws IOException {
        if (octets < 0 ? left > 0 : octets > left) {
            throw new IOException(
                    "the content announced "
                            + announced
                            + " octets and has "
                            + (octets < 0 ? "fewer" : "more"));
        }
        left -= Math.max(octets, 0);
    }
}
