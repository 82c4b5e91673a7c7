package org.tapline.proxy;

/// The proxy cannot start with what it was given. The message is one line for the administrator:
/// what is wrong, and what to do about it.
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartFailure(String message, Throwable cause) {
        super(message, cause);
    }

    public StartFailure(String message) {
        super(message);
    }
}
