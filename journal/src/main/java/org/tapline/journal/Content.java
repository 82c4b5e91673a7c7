package org.tapline.journal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/// The octets of one message as they were seen on the wire (RFC 5322, CRLF line ends), readable
/// more than once.
///
/// Implementations may lie on disk; a reader must not assume that they fit in memory.
public interface Content {

    /// Size in octets.
    long size();

    /// Opens a new stream over all octets; the caller closes it.
    ///
    /// @throws IOException when the storage behind it fails
    InputStream open() throws IOException;

    /// Writes all octets to a channel that takes what it is given (a file), without a stream
    /// between them where the storage allows it.
    ///
    /// @return how many were written
    /// @throws IOException when the storage behind it, or the channel, fails
    default long writeTo(GatheringByteChannel to) throws IOException {
        byte[] some = new byte[1 << 16];
        long written = 0;
        try (InputStream in = open()) {
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                ByteBuffer octets = ByteBuffer.wrap(some, 0, count);
                while (octets.hasRemaining()) {
                    written += to.write(octets);
                }
            }
        }
        return written;
    }

    /// Content of an observation that carries no message, such as [Sighting.Moved].
    static Content none() {
        return of(new byte[0]);
    }

    /// Content over octets in memory. The array is not copied: do not change it afterwards.
    static Content of(byte[] octets) {
        return new Content() {
            @Override
            public long size() {
                return octets.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(octets);
            }
        };
    }
}
