package org.tapline.proxy.spool;

import java.util.List;
import java.util.Optional;

/// The part of the spool that belongs to one session, with its own share of memory.
public final class SessionSpool {
    private final Spool spool;
    private final SessionBudget budget;

    SessionSpool(Spool spool, SessionBudget budget) {
        this.spool = spool;
        this.budget = budget;
    }

    /// Opens a piece.
    ///
    /// @param expected octets to come, or -1 when unknown
    public Piece open(long expected) {
        return new Piece(spool, budget, expected);
    }

    /// Puts pieces together; they are used up, and freed by closing the message.
    ///
    /// @return empty when a piece is lost, in which case all of them are freed
    public Optional<SpooledMessage> message(List<Piece> pieces) {
        if (pieces.stream().anyMatch(Piece::lost)) {
            pieces.forEach(Piece::close);
            return Optional.empty();
        }
        return Optional.of(spool.message(pieces));
    }
}
