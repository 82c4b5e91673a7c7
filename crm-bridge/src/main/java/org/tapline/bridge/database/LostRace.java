package org.tapline.bridge.database;

/// Somebody else changed a row between two statements of a transaction; the next try sees it.
/// [Database#transaction] tries again.
public final class LostRace extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LostRace(String message) {
        super(message);
    }
}
