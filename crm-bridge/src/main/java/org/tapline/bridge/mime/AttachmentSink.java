package org.tapline.bridge.mime;

import java.io.IOException;
import java.io.OutputStream;

/// Takes the decoded octets of attachments while a message is read, so that they never lie in
/// memory.
@FunctionalInterface
public interface AttachmentSink {

    /// Opens the place for one attachment; the reader closes it before it opens the next one.
    ///
    /// @param index position in [ParsedMail#attachments()], counted from 0 without gaps
    /// @throws IOException when the storage behind it fails; it ends the reading
    OutputStream open(int index) throws IOException;

    /// As [#open(int)], for sinks to which the type matters: a message inside the message, say.
    ///
    /// @param type media type, lower case, without parameters: `message/rfc822`
    default OutputStream open(int index, String type) throws IOException {
        return open(index);
    }

    /// A sink for readers who want names, sizes and hashes only.
    static AttachmentSink discard() {
        return index -> OutputStream.nullOutputStream();
    }
}
