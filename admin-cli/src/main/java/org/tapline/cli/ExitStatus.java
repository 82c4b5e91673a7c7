package org.tapline.cli;

/// How a command ended; part of the contract with scripts (DESIGN section 9).
public enum ExitStatus {
    DONE(0),
    FAILED(1),
    USAGE(2),
    NOT_FOUND(3),
    REFUSED(4);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
