package org.tapline.bridge.jobs;

/// A job cannot be done; the message tells the administrator why.
public class JobFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JobFailure(String message) {
        super(message);
    }
}
