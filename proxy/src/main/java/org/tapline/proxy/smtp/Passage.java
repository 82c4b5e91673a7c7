package org.tapline.proxy.smtp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;

/// Client octets on their way: those of the running buffer, which pass as they are, or withheld
/// ones, which are sent. Both look the same to those who frame them.
final class Passage {
    private final ByteBuffer view;
    private final boolean running;
    private final Effects effects;
    private int at;
    private final int end;

    private Passage(ByteBuffer view, boolean running, Effects effects) {
        this.view = view.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        this.running = running;
        this.effects = effects;
        this.at = view.position();
        this.end = view.limit();
    }

    static Passage running(ByteBuffer view, Effects effects) {
        return new Passage(view, true, effects);
    }

    static Passage withheld(byte[] octets, int from, int to, Effects effects) {
        return new Passage(ByteBuffer.wrap(octets, from, to - from), false, effects);
    }

    Effects effects() {
        return effects;
    }

    /// Little-endian, for scans by the word.
    ByteBuffer view() {
        return view;
    }

    int at() {
        return at;
    }

    int end() {
        return end;
    }

    boolean hasMore() {
        return at < end;
    }

    void goOn(int position) {
        at = position;
    }

    void pass(int from, int to) {
        if (from == to) {
            return;
        }
        if (running) {
            effects.pass(from, to);
        } else {
            effects.send(Leg.UPSTREAM, copy(from, to));
        }
    }

    void keep(int piece, int from, int to) {
        if (from == to) {
            return;
        }
        if (running) {
            effects.keep(piece, from, to);
        } else {
            effects.keep(piece, view.array(), view.arrayOffset() + from, to - from);
        }
    }

    byte[] copy(int from, int to) {
        byte[] octets = new byte[to - from];
        view.get(from, octets);
        return octets;
    }
}
