package org.tapline.proxy.imap;

import java.nio.ByteBuffer;

/// The literals of a LOGIN while the upstream is not known: user name and password are kept, the
/// octets of any other literal are counted and forgotten.
final class LoginLiteral {
    /// User name and password.
    private static final int MOST = 2;

    private final int limit;
    private int count;
    private byte[] octets = new byte[0];
    private int filled;

    /// @param limit octets of one
    LoginLiteral(int limit) {
        this.limit = limit;
    }

    /// A new command begins.
    void begin() {
        count = 0;
    }

    /// One more literal in this command.
    ///
    /// @return false when there are too many, or it is too long
    boolean fits(long size) {
        return ++count <= MOST && size <= limit;
    }

    void start(long size, boolean kept) {
        octets = new byte[kept ? (int) size : 0];
        filled = 0;
    }

    void add(ByteBuffer in, int from, int to) {
        if (octets.length > 0) {
            in.get(from, octets, filled, to - from);
            filled += to - from;
        }
    }

    /// The whole of it, given up.
    byte[] take() {
        byte[] taken = octets;
        octets = new byte[0];
        return taken;
    }
}
