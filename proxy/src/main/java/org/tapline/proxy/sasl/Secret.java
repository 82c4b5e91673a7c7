package org.tapline.proxy.sasl;

import java.util.Arrays;

/// A credential in memory. Never prints, never serialises, can be wiped.
public final class Secret implements AutoCloseable {
    private final byte[] octets;
    private boolean wiped;

    /// Takes the array over.
    public Secret(byte[] octets) {
        this.octets = octets;
    }

    /// A copy for the one who signs in with it; the caller wipes the copy.
    ///
    /// @throws IllegalStateException after [#close]
    public synchronized byte[] reveal() {
        if (wiped) {
            throw new IllegalStateException("the secret was wiped");
        }
        return octets.clone();
    }

    /// Overwrites the credential.
    @Override
    public synchronized void close() {
        Arrays.fill(octets, (byte) 0);
        wiped = true;
    }

    @Override
    public String toString() {
        return "Secret[***]";
    }
}
