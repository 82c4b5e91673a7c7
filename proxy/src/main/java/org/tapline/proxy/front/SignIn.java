package org.tapline.proxy.front;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A sign-in as the client wrote it, in parts: behind each but the last one the client waited for
/// somebody to ask for more. Holds credentials until they are taken or wiped.
public final class SignIn {
    private final String user;
    private final byte[] tag;
    private final boolean goesOn;
    private final Deque<byte[]> parts;

    /// @param user whose mailbox is to be opened
    /// @param tag of the command, where the protocol has tags; else empty
    /// @param goesOn whether the upstream may ask for more than the client has said
    /// @param parts complete lines; taken over
    public SignIn(String user, byte[] tag, boolean goesOn, List<byte[]> parts) {
        this.user = user;
        this.tag = tag;
        this.goesOn = goesOn;
        this.parts = new ArrayDeque<>(parts);
    }

    String user() {
        return user;
    }

    /// The tag under which the upstream's answer comes.
    public byte[] tag() {
        return tag;
    }

    /// The next part; its taker wipes it.
    Optional<byte[]> next() {
        return Optional.ofNullable(parts.poll());
    }

    boolean hasMore() {
        return !parts.isEmpty();
    }

    /// Whether the upstream may ask for more when all parts are said: in a SASL exchange.
    boolean goesOn() {
        return goesOn;
    }

    /// Something the upstream has to be told before: as if the client had said it first.
    void precededBy(byte[] part) {
        parts.addFirst(part);
    }

    void wipe() {
        parts.forEach(part -> Arrays.fill(part, (byte) 0));
        parts.clear();
    }

    @Override
    public String toString() {
        return "SignIn[***]";
    }
}
