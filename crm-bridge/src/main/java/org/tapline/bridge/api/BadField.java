package org.tapline.bridge.api;

/// A field or parameter of the request cannot be used; the message says what is expected.
class BadField extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    BadField(String field, String message) {
        super(field + ": " + message);
        this.field = field;
    }

    String field() {
        return field;
    }
}
