package org.tapline.bridge.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapline.bridge.blob.Arriving;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.mime.MailReader;
import org.tapline.bridge.mime.ParsedMail;
import org.tapline.journal.Content;

/// One message, read once, with its attachments waiting beside the blob store. What is not kept
/// before [#close] is discarded, so that nothing of an excluded message stays on the disk.
///
/// Small attachments wait in memory, as long as all of them together are small.
final class MailCopy implements AutoCloseable {
    /// Octets of attachments that may wait in memory; a batch holds many messages.
    private static final int IN_MEMORY = 4 * BlobStore.FILE;

    private final BlobStore blobs;
    private final Content content;
    private final List<Arriving> attachments = new ArrayList<>();
    private final ParsedMail mail;
    private @Nullable Arriving raw;

    MailCopy(MailReader reader, BlobStore blobs, Content content) throws IOException {
        this.blobs = blobs;
        this.content = content;
        try {
            this.mail = reader.read(content, this::arriveAttachment);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private OutputStream arriveAttachment(int index) {
        if (index != attachments.size()) {
            throw new IllegalStateException("attachments must come in order");
        }
        int held = attachments.stream().mapToInt(Arriving::held).sum();
        Arriving arriving = held < IN_MEMORY ? blobs.arrive() : blobs.arriveOnDisk();
        attachments.add(arriving);
        return arriving.output();
    }

    ParsedMail mail() {
        return mail;
    }

    long size() {
        return content.size();
    }

    /// All that is to be kept of it: the raw octets and the attachments.
    List<Arriving> blobs() throws IOException {
        List<Arriving> all = new ArrayList<>(attachments);
        all.add(raw());
        return all;
    }

    /// Hash of the raw octets.
    String rawHash() throws IOException {
        return raw().sha256();
    }

    private Arriving raw() throws IOException {
        Arriving copied = raw;
        if (copied == null) {
            copied = blobs.arrive();
            raw = copied;
            try (InputStream octets = content.open()) {
                octets.transferTo(copied.output());
            }
        }
        return copied;
    }

    /// Hash of an attachment; empty when it has no octets of its own.
    Optional<String> attachmentHash(int index) throws IOException {
        return index < attachments.size()
                ? Optional.of(attachments.get(index).sha256())
                : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        for (Arriving attachment : attachments) {
            attachment.close();
        }
        if (raw != null) {
            raw.close();
        }
    }
}
