package org.tapline.proxy.conversation;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Octets of the client that wait for the upstream's answer, bounded. They may be credentials: what
/// is taken out is wiped here. Each octet is moved a fixed number of times, however it comes and
/// goes.
public final class HeldOctets {
    private static final byte[] NONE = new byte[0];

    private final int limit;
    private byte[] octets = NONE;
    private int from;
    private int to;

    /// @param limit octets that may wait
    public HeldOctets(int limit) {
        this.limit = limit;
    }

    /// Nothing waits.
    public boolean isEmpty() {
        return from == to;
    }

    /// Octets that may still be added.
    public int room() {
        return limit - (to - from);
    }

    /// Takes octets up to `end` out of the buffer.
    ///
    /// @return false, with nothing taken, when there is no room
    public boolean add(ByteBuffer in, int end) {
        int more = end - in.position();
        if (more > room()) {
            return false;
        }
        makeRoom(more);
        in.get(octets, to, more);
        to += more;
        return true;
    }

    private void makeRoom(int more) {
        if (more <= octets.length - to) {
            return;
        }
        int size = to - from;
        int wanted = (int) Math.min(limit, Math.max(2L * size, size + (long) more));
        byte[] larger = new byte[wanted];
        System.arraycopy(octets, from, larger, 0, size);
        Arrays.fill(octets, (byte) 0);
        octets = larger;
        from = 0;
        to = size;
    }

    /// All of them where they lie, to be read from its position on; valid until the next call.
    public ByteBuffer view() {
        return ByteBuffer.wrap(octets, from, to - from);
    }

    /// What lies before this position of the [#view] has been read.
    public void readUpTo(int position) {
        Arrays.fill(octets, from, position, (byte) 0);
        from = position;
        if (isEmpty()) {
            wipe();
        }
    }

    /// Gives all of them up.
    public byte[] take() {
        byte[] taken = Arrays.copyOfRange(octets, from, to);
        wipe();
        return taken;
    }

    /// Forgets all of them.
    public void wipe() {
        Arrays.fill(octets, (byte) 0);
        octets = NONE;
        from = 0;
        to = 0;
    }
}
