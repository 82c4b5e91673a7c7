package org.tapline.bench.core;

import org.jspecify.annotations.Nullable;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.LossReason;
import org.tapline.proxy.conversation.OpaqueReason;
import org.tapline.proxy.sasl.Identity;
import org.tapline.proxy.sasl.Secret;

/// Effects that cost nothing: octets are counted, everything else is dropped. A conversation that
/// loses its footing would make the figures meaningless, and so fails the benchmark.
final class Dropped implements Effects {
    private long octets;
    private int pieces;

    /// Octets that passed, were sent or were kept.
    long octets() {
        return octets;
    }

    @Override
    public void pass(int from, int to) {
        octets += to - from;
    }

    @Override
    public void send(Leg to, byte[] sent) {
        octets += sent.length;
    }

    @Override
    public void startTls(Leg leg) {
        throw new IllegalStateException("STARTTLS");
    }

    @Override
    public void goOpaque(OpaqueReason reason) {
        throw new IllegalStateException("opaque: " + reason);
    }

    @Override
    public void detach() {
        throw new IllegalStateException("detached");
    }

    @Override
    public void close(CloseReason reason) {
        throw new IllegalStateException("closed: " + reason);
    }

    @Override
    public boolean identified(Identity identity, @Nullable Secret secret) {
        return true;
    }

    @Override
    public int openPiece(long expected) {
        return ++pieces;
    }

    @Override
    public void keep(int piece, int from, int to) {
        octets += to - from;
    }

    @Override
    public void keep(int piece, byte[] kept, int offset, int length) {
        octets += length;
    }

    @Override
    public void discard(int piece) {
        pieces--;
    }

    @Override
    public int commit(Way way, Sighting.Message sighting, int... committed) {
        return ++pieces;
    }

    @Override
    public void holdClientUntilDurable(int commit) {
        pieces++;
    }

    @Override
    public void answerWhenDurable(int commit, byte[] durable, byte[] lost) {
        octets += durable.length;
    }

    @Override
    public void signInRefused() {
        throw new IllegalStateException("sign-in refused");
    }

    @Override
    public void note(Way way, Sighting sighting) {
        pieces++;
    }

    @Override
    public void lost(LossReason reason) {
        throw new IllegalStateException("lost: " + reason);
    }
}
