package org.tapline.proxy.imap;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.sasl.SaslObserver;

/// One command of the client, from its first line to its tagged answer.
final class Command {
    private final byte[] tag;
    private final CommandName name;
    private final boolean byUid;
    private final Arguments arguments = new Arguments();

    private boolean sent;
    private byte @Nullable [] answer;
    private @Nullable Appending appending;
    private @Nullable SaslObserver exchange;
    private @Nullable Slice slice;

    /// @param tag as the client chose it
    /// @param name what it asks for
    /// @param byUid whether it began with UID
    Command(byte[] tag, CommandName name, boolean byUid) {
        this.tag = tag;
        this.name = name;
        this.byUid = byUid;
    }

    /// The slice a FETCH asked for: `BODY[]<first.count>`.
    record Slice(long first, long count) {}

    byte[] tag() {
        return tag;
    }

    CommandName name() {
        return name;
    }

    boolean byUid() {
        return byUid;
    }

    Arguments arguments() {
        return arguments;
    }

    boolean hasTag(byte[] other) {
        return Arrays.equals(tag, other);
    }

    /// The client has sent all of it.
    void markSent() {
        sent = true;
    }

    boolean sent() {
        return sent;
    }

    /// Tapline answers this command itself; the upstream does not see it.
    void answerWith(byte[] line) {
        answer = line;
    }

    boolean ours() {
        return answer != null;
    }

    Optional<byte[]> answer() {
        return Optional.ofNullable(answer);
    }

    void appends(Appending messages) {
        appending = messages;
    }

    Optional<Appending> appending() {
        return Optional.ofNullable(appending);
    }

    void exchanges(SaslObserver observer) {
        exchange = observer;
    }

    Optional<SaslObserver> exchange() {
        return Optional.ofNullable(exchange);
    }

    void slices(Slice asked) {
        slice = asked;
    }

    Optional<Slice> slice() {
        return Optional.ofNullable(slice);
    }
}
