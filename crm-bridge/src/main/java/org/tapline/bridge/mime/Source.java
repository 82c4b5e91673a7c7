package org.tapline.bridge.mime;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// The message's octets, which remembers whether the storage failed: mime4j reports that and a
/// broken message by exceptions of the same type.
final class Source extends FilterInputStream {
    private Optional<IOException> failure = Optional.empty();

    Source(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (IOException failed) {
            failure = Optional.of(failed);
            throw failed;
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            return super.read(into, offset, length);
        } catch (IOException failed) {
            failure = Optional.of(failed);
            throw failed;
        }
    }

    void rethrow() throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
