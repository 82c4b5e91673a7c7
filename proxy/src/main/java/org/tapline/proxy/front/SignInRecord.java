package org.tapline.proxy.front;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes down a sign-in while the client says it.
public final class SignInRecord {
    private final List<byte[]> parts = new ArrayList<>();
    private byte[] part = new byte[0];

    /// Octets as they came. Copies them and wipes the array.
    public void add(byte[] octets) {
        byte[] longer = Arrays.copyOf(part, part.length + octets.length);
        System.arraycopy(octets, 0, longer, part.length, octets.length);
        Arrays.fill(part, (byte) 0);
        Arrays.fill(octets, (byte) 0);
        part = longer;
    }

    /// The client is asked for more: what follows is sent when the upstream asks, too.
    public void asked() {
        parts.add(part);
        part = new byte[0];
    }

    /// The user is known; the record begins anew.
    ///
    /// @param goesOn whether the upstream may ask for more than this
    public SignIn complete(String user, byte[] tag, boolean goesOn) {
        asked();
        List<byte[]> all = List.copyOf(parts);
        parts.clear();
        return new SignIn(user, tag, goesOn, all);
    }

    /// Nothing comes of it.
    public void wipe() {
        asked();
        parts.forEach(octets -> Arrays.fill(octets, (byte) 0));
        parts.clear();
    }
}
