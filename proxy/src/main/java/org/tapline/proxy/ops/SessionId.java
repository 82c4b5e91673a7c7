package org.tapline.proxy.ops;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/// Names sessions: a part that differs between runs, and a count.
public final class SessionId {
    private final String run;
    private final AtomicLong count = new AtomicLong();

    public SessionId() {
        byte[] octets = new byte[4];
        new SecureRandom().nextBytes(octets);
        this.run = HexFormat.of().formatHex(octets);
    }

    /// The next name, such as `3fa85f64-1b`.
    public String next() {
        return run + "-" + Long.toHexString(count.incrementAndGet());
    }
}
