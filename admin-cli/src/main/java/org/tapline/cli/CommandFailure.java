package org.tapline.cli;

/// A command ends here. The message is what the user reads: what happened and what to do.
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    public CommandFailure(ExitStatus status, String message) {
        super(message);
        this.status = status;
    }

    public CommandFailure(ExitStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    public ExitStatus status() {
        return status;
    }
}
