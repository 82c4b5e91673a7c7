package org.tapline.bridge.api;

/// It is there, and not for this reader; the message says why.
class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
        super(message);
    }
}
