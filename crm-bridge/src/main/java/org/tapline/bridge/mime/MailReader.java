package org.tapline.bridge.mime;

import java.io.IOException;
import org.tapline.journal.Content;

/// Reads messages. Immutable and thread-safe.
public final class MailReader {
    private final ReadLimits limits;

    public MailReader(ReadLimits limits) {
        this.limits = limits;
    }

    /// Reads one message in one pass.
    ///
    /// @throws IOException only when `content` or `sink` fail; no content of a message makes it
    ///     throw
    @SuppressWarnings("DoNotCallSuggester") // until the parts walk exists
    public ParsedMail read(Content content, AttachmentSink sink) throws IOException {
        throw new IOException("not yet: " + limits + sink + content);
    }
}
