package org.tapline.proxy.smtp;

import java.nio.ByteBuffer;

/// Finds the end of a DATA body and the dots that stuffing added, RFC 5321 §4.5.2.
///
/// The end is CRLF.CRLF. A dot that stands alone between other mixtures of CR, LF and NUL is
/// ambiguous: some servers take it for the end, and what follows for commands. Such a dot is not
/// forwarded. Neither is a dot at the start of a line before the octets behind it say what it is.
///
/// | before the dot | behind it | it is |
/// | --- | --- | --- |
/// | CRLF, or the start of the body | CRLF | the end |
/// | CRLF, or the start of the body | no CR, LF (NULs skipped) | stuffing, if CRLF is next to it |
/// | a run of CR, LF, NUL with a CR or LF | NULs, then CR or LF | ambiguous |
/// | anything else | anything | text |
///
/// Cost: the body is searched for dots only, eight octets at a time; a base64 body has none. Each
/// dot looks back over the CR, LF and NUL in front of it, so every octet is looked at twice at
/// most. Nothing is copied or allocated unless a dot is cut from what follows it by a packet edge.
final class BodyFramer {
    private static final long DOTS = 0x2e2e2e2e2e2e2e2eL;
    private static final long LOW = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private final int nulLimit;

    /// What stands in front of the octet to come: a run of CR, LF, NUL with a CR or LF in it ...
    private boolean behindEol = true;

    /// ... which is exactly a CRLF at its end (or the start of the body) ...
    private boolean behindCrLf = true;

    /// ... or ends in a CR.
    private boolean behindCr;

    /// A lone dot, so far, is held; these say what has come behind it.
    private boolean holding;

    private boolean heldAtLineStart;
    private int heldNuls;
    private boolean heldCr;

    BodyFramer(int nulLimit) {
        this.nulLimit = nulLimit;
    }

    /// How far the body is.
    enum State {
        OPEN,
        ENDED,
        AMBIGUOUS
    }

    /// Where the octets go.
    interface Sink {
        /// Raw octets of the running view, for the upstream.
        void forward(int from, int to);

        /// Octets of the message in the running view.
        void keep(int from, int to);

        /// Raw octets that were held over a packet edge.
        ///
        /// @param message how many at the end of them belong to the message
        void held(byte[] octets, int message);

        /// How far the view was understood; what is behind belongs to the next command.
        void consumed(int to);
    }

    /// Takes octets `[from, end)` of a little-endian view.
    State take(ByteBuffer view, int from, int end, Sink sink) {
        if (!holding) {
            return scan(view, from, end, sink);
        }
        byte[] held = heldOctets();
        int at = goOnHolding(view, from, end);
        if (holding) {
            sink.consumed(end);
            return State.OPEN;
        }
        State state = resolve(view, at);
        switch (state) {
            case OPEN -> {
                sink.held(held, heldAtLineStart ? held.length - 1 : held.length);
                behind(false, false, false);
                return scan(view, from, end, sink);
            }
            case ENDED -> {
                sink.held(held, 0);
                sink.forward(from, at + 1);
            }
            case AMBIGUOUS -> {}
        }
        sink.consumed(at + 1);
        return state;
    }

    /// The dot held back and what has come behind it; empty when there is none. On a loss of
    /// footing it is let go, at the end of the connection it is not.
    byte[] heldOctets() {
        if (!holding) {
            return new byte[0];
        }
        byte[] held = new byte[1 + heldNuls + (heldCr ? 1 : 0)];
        held[0] = '.';
        if (heldCr) {
            held[held.length - 1] = '\r';
        }
        return held;
    }

    private State scan(ByteBuffer view, int from, int end, Sink sink) {
        int base = from;
        int forwarded = from;
        int kept = from;
        for (int dot; (dot = dot(view, base, end)) >= 0; ) {
            look(view, base, dot);
            boolean lone = behindEol;
            boolean lineStart = behindCrLf;
            base = dot + 1;
            behind(false, false, false);
            if (!lone) {
                continue;
            }
            startHolding(lineStart);
            int at = goOnHolding(view, dot + 1, end);
            State state = holding ? State.OPEN : resolve(view, at);
            if (holding || state != State.OPEN) {
                sink.keep(kept, dot);
                sink.forward(forwarded, state == State.ENDED ? at + 1 : dot);
                sink.consumed(holding ? end : at + 1);
                return state;
            }
            if (lineStart) {
                sink.keep(kept, dot);
                kept = dot + 1;
            }
        }
        look(view, base, end);
        sink.keep(kept, end);
        sink.forward(forwarded, end);
        sink.consumed(end);
        return State.OPEN;
    }

    private void startHolding(boolean lineStart) {
        holding = true;
        heldAtLineStart = lineStart;
        heldNuls = 0;
        heldCr = false;
    }

    /// Goes over the octets that leave the question open.
    ///
    /// @return where the octet stands that answers it ([#holding] is false then), or `end`
    private int goOnHolding(ByteBuffer view, int from, int end) {
        for (int at = from; at < end; at++) {
            byte octet = view.get(at);
            if (!heldCr && octet == 0 && heldNuls < nulLimit) {
                heldNuls++;
            } else if (!heldCr && octet == '\r') {
                heldCr = true;
            } else {
                holding = false;
                return at;
            }
        }
        return end;
    }

    /// What the octet that answers the question makes of the dot: OPEN is text or stuffing.
    private State resolve(ByteBuffer view, int at) {
        byte octet = view.get(at);
        if (heldCr && octet == '\n' && heldNuls == 0 && heldAtLineStart) {
            return State.ENDED;
        }
        return heldCr || octet == '\n' || octet == 0 ? State.AMBIGUOUS : State.OPEN;
    }

    private void behind(boolean eol, boolean crLf, boolean cr) {
        behindEol = eol;
        behindCrLf = crLf;
        behindCr = cr;
    }

    /// Updates what stands in front of `at` by the octets `[base, at)`.
    private void look(ByteBuffer view, int base, int at) {
        if (at == base) {
            return;
        }
        boolean eol = false;
        int back = at - 1;
        for (; back >= base; back--) {
            byte octet = view.get(back);
            if (octet != '\r' && octet != '\n' && octet != 0) {
                break;
            }
            eol |= octet != 0;
        }
        byte last = view.get(at - 1);
        boolean crBefore = at - base > 1 ? view.get(at - 2) == '\r' : behindCr;
        behind(eol || (back < base && behindEol), last == '\n' && crBefore, last == '\r');
    }

    private static int dot(ByteBuffer view, int from, int end) {
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long word = view.getLong(at) ^ DOTS;
            long hit = (word - LOW) & ~word & HIGH;
            if (hit != 0) {
                return at + (Long.numberOfTrailingZeros(hit) >>> 3);
            }
        }
        for (; at < end; at++) {
            if (view.get(at) == '.') {
                return at;
            }
        }
        return -1;
    }
}
