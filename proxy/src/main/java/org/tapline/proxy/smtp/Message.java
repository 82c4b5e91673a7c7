package org.tapline.proxy.smtp;

/// The octets of one message on their way: one DATA body, or all its BDAT chunks.
final class Message {
    /// Number for a message that is not captured, because nobody has signed in.
    static final int NOT_CAPTURED = -1;

    private final int piece;
    private boolean open;
    private boolean complete;

    Message(int piece) {
        this.piece = piece;
        this.open = piece != NOT_CAPTURED;
    }

    int piece() {
        return piece;
    }

    /// Whether its octets are still kept.
    boolean open() {
        return open;
    }

    /// Committed or discarded.
    void used() {
        open = false;
    }

    /// Whether the client has sent all of it.
    boolean complete() {
        return complete;
    }

    void completed() {
        complete = true;
    }
}
