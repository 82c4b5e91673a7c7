package org.tapline.proxy.front;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Octets of the client that wait, bounded. They may be credentials: what is left behind is wiped.
final class Held {
    private final int limit;
    private byte[] octets = new byte[0];

    Held(int limit) {
        this.limit = limit;
    }

    boolean isEmpty() {
        return octets.length == 0;
    }

    /// Takes octets up to `to` out of the buffer.
    ///
    /// @return false, with nothing taken, when there is no room
    boolean add(ByteBuffer in, int to) {
        int more = to - in.position();
        if (more > limit - octets.length) {
            return false;
        }
        byte[] before = octets;
        octets = Arrays.copyOf(before, before.length + more);
        in.get(octets, before.length, more);
        Arrays.fill(before, (byte) 0);
        return true;
    }

    /// Gives all of them up.
    byte[] take() {
        byte[] taken = octets;
        octets = new byte[0];
        return taken;
    }

    void wipe() {
        Arrays.fill(take(), (byte) 0);
    }
}
