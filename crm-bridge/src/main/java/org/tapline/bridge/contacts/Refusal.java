package org.tapline.bridge.contacts;

/// A change that what is there does not allow; the message says what to do instead.
public class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Refusal(String message) {
        super(message);
    }
}
