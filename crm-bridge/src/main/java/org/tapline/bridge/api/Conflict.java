package org.tapline.bridge.api;

/// It cannot be done as things are; the message says what stands in the way.
class Conflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Conflict(String message) {
        super(message);
    }
}
