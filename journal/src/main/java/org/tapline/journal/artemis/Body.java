package org.tapline.journal.artemis;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.tapline.journal.Content;

/// The body of a received message, readable more than once: small ones in heap, large ones in a
/// file that goes away on close.
sealed interface Body extends AutoCloseable {

    long size();

    /// A stream from the given octet on.
    InputStream openAt(long offset) throws IOException;

    @Override
    void close() throws IOException;

    /// Takes the body out of a message.
    ///
    /// @param spool folder for large ones
    static Body of(ClientMessage message, Path spool) throws IOException, ActiveMQException {
        if (!message.isLargeMessage()) {
            byte[] octets = new byte[message.getBodyBuffer().readableBytes()];
            message.getBodyBuffer().readBytes(octets);
            return new InHeap(octets);
        }
        Path file = Files.createTempFile(spool, "entry", ".spool");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            message.saveToOutputStream(out);
        } catch (IOException | ActiveMQException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return new InFile(file, Files.size(file));
    }

    /// All from an offset on, as the content of an entry.
    default Content contentFrom(long offset) {
        return new Content() {
            @Override
            public long size() {
                return Body.this.size() - offset;
            }

            @Override
            public InputStream open() throws IOException {
                return openAt(offset);
            }
        };
    }

    /// The octets, not copied.
    final class InHeap implements Body {
        private final byte[] octets;

        InHeap(byte[] octets) {
            this.octets = octets;
        }

        byte[] octets() {
            return octets;
        }

        @Override
        public long size() {
            return octets.length;
        }

        @Override
        public InputStream openAt(long offset) {
            int from = Math.toIntExact(offset);
            return new ByteArrayInputStream(octets, from, octets.length - from);
        }

        @Override
        public void close() {}
    }

    /// @param file of our own, deleted on close
    record InFile(Path file, long size) implements Body {
        @Override
        public InputStream openAt(long offset) throws IOException {
            InputStream in = Files.newInputStream(file);
            try {
                in.skipNBytes(offset);
            } catch (IOException e) {
                in.close();
                throw e;
            }
            return new BufferedInputStream(in, 1 << 14);
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
        }
    }
}
