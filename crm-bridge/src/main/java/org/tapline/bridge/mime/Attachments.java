package org.tapline.bridge.mime;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The attachments of one message: each goes to the sink as it comes, and into the list when it
/// has come to its end.
final class Attachments {
    private final AttachmentSink sink;
    private final List<Attachment> list = new ArrayList<>();

    Attachments(AttachmentSink sink) {
        this.sink = sink;
    }

    List<Attachment> list() {
        return list;
    }

    /// Opens the next one; it must be ended or closed before another is opened.
    ///
    /// @param type media type, lower case
    Coming open(String type) throws IOException {
        return new Coming(type, sink.open(list.size(), type));
    }

    /// An attachment whose octets are coming.
    final class Coming implements AutoCloseable {
        private final String type;
        private final OutputStream out;
        private final MessageDigest digest = Digests.sha256();
        private long size;
        private boolean closed;

        private Coming(String type, OutputStream out) {
            this.type = type;
            this.out = out;
        }

        void write(byte[] octets, int from, int length) throws IOException {
            out.write(octets, from, length);
            digest.update(octets, from, length);
            size += length;
        }

        /// All octets have come.
        ///
        /// @param name never empty
        void end(String name, boolean inline, Optional<String> contentId) throws IOException {
            close();
            list.add(new Attachment(name, type, size, inline, Digests.hex(digest), contentId));
        }

        long size() {
            return size;
        }

        /// Lets go of the sink; without [#end] the attachment is not in the list.
        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                out.close();
            }
        }
    }
}
