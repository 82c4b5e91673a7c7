package org.tapline.bridge.mime;

import java.io.IOException;

/// The body of a part cannot be read on: the message is broken, not the storage.
final class BrokenPart extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenPart(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
