package org.tapline.journal.codec;

/// Inside the codec only: what was read is not what this version writes.
final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String reason) {
        // peer input, not a bug: nobody reads the stack
        super(reason, null, false, false);
    }
}
