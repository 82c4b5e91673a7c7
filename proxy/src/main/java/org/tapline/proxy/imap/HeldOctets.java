package org.tapline.proxy.imap;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Octets of the client that wait for the upstream's answer, bounded.
final class HeldOctets {
    private final int limit;
    private byte[] octets = new byte[0];

    HeldOctets(int limit) {
        this.limit = limit;
    }

    boolean isEmpty() {
        return octets.length == 0;
    }

    /// Takes the rest of the buffer.
    ///
    /// @return false, with nothing taken, when there is no room
    boolean hold(ByteBuffer in) {
        int more = in.remaining();
        if (more > limit - octets.length) {
            return false;
        }
        int before = octets.length;
        octets = Arrays.copyOf(octets, before + more);
        in.get(octets, before, more);
        return true;
    }

    /// Gives all of them up.
    byte[] take() {
        byte[] taken = octets;
        octets = new byte[0];
        return taken;
    }
}
