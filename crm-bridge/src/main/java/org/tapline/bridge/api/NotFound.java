package org.tapline.bridge.api;

/// There is no such thing; the message names it.
class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotFound(String message) {
        super(message);
    }
}
