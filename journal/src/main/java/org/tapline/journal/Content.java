package org.tapline.journal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

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
