package org.tapline.bridge.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.mime.MailReader;
import org.tapline.bridge.mime.ParsedMail;
import org.tapline.journal.Content;

/// One message, read once, with its attachments waiting beside the blob store. What is not kept
/// before [#close] is discarded, so that nothing of an excluded message stays on the disk.
final class MailCopy implements AutoCloseable {
    private final BlobStore blobs;
    private final Content content;
    private final List<BlobStore.Arriving> attachments = new ArrayList<>();
    private final ParsedMail mail;
    private BlobStore.@Nullable Blob raw;

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

    private OutputStream arriveAttachment(int index) throws IOException {
        if (index != attachments.size()) {
            throw new IllegalStateException("attachments must come in order");
        }
        BlobStore.Arriving arriving = blobs.arrive();
        attachments.add(arriving);
        return arriving.output();
    }

    ParsedMail mail() {
        return mail;
    }

    long size() {
        return content.size();
    }

    /// Makes the raw octets durable.
    String keepRaw() throws IOException {
        BlobStore.Blob kept = raw;
        if (kept == null) {
            try (InputStream octets = content.open()) {
                kept = blobs.store(octets);
            }
            raw = kept;
        }
        return kept.sha256();
    }

    /// Makes an attachment durable; empty when it has no octets of its own.
    Optional<String> keepAttachment(int index) throws IOException {
        return index < attachments.size()
                ? Optional.of(attachments.get(index).keep().sha256())
                : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        for (BlobStore.Arriving attachment : attachments) {
            attachment.close();
        }
    }
}
