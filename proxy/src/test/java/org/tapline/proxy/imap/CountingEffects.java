package org.tapline.proxy.imap;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.LossReason;
import org.tapline.proxy.conversation.OpaqueReason;
import org.tapline.proxy.sasl.Identity;
import org.tapline.proxy.sasl.Secret;

/// Effects that are only counted, for streams too long to be kept.
final class CountingEffects implements Effects {
    private Leg from = Leg.CLIENT;
    private boolean piped;
    private boolean closed;
    private @Nullable OpaqueReason opaque;
    private long toClient;
    private long toUpstream;
    private long kept;
    private int commits;
    private int pieces;
    private int open;

    void feed(Conversation conversation, Leg leg, ByteBuffer octets) {
        from = leg;
        if (piped) {
            count(leg.other(), octets.remaining());
        } else if (!closed) {
            conversation.received(leg, octets, this);
        }
    }

    void reset() {
        toClient = 0;
        toUpstream = 0;
    }

    long toClient() {
        return toClient;
    }

    long toUpstream() {
        return toUpstream;
    }

    long kept() {
        return kept;
    }

    int commits() {
        return commits;
    }

    int openPieces() {
        return open;
    }

    boolean closed() {
        return closed;
    }

    Optional<String> opaque() {
        return Optional.ofNullable(opaque).map(OpaqueReason::name);
    }

    private void count(Leg to, long octets) {
        switch (to) {
            case CLIENT -> toClient += octets;
            case UPSTREAM -> toUpstream += octets;
        }
    }

    @Override
    public void pass(int start, int end) {
        count(from.other(), end - start);
    }

    @Override
    public void send(Leg to, byte[] octets) {
        count(to, octets.length);
    }

    @Override
    public void startTls(Leg leg) {}

    @Override
    public void goOpaque(OpaqueReason reason) {
        opaque = reason;
        piped = true;
    }

    @Override
    public void detach() {
        piped = true;
    }

    @Override
    public void close(CloseReason reason) {
        closed = true;
    }

    @Override
    public boolean identified(Identity identity, @Nullable Secret secret) {
        return true;
    }

    @Override
    public void signInRefused() {}

    @Override
    public int openPiece(long expected) {
        open++;
        return pieces++;
    }

    @Override
    public void keep(int piece, int start, int end) {
        kept += end - start;
    }

    @Override
    public void keep(int piece, byte[] octets, int offset, int length) {
        kept += length;
    }

    @Override
    public void discard(int piece) {
        open--;
    }

    @Override
    public int commit(Way way, Sighting.Message sighting, int... used) {
        open -= used.length;
        return ++commits;
    }

    @Override
    public void holdClientUntilDurable(int commit) {}

    @Override
    public void answerWhenDurable(int commit, byte[] durable, byte[] lost) {
        send(Leg.CLIENT, durable);
    }

    @Override
    public void note(Way way, Sighting sighting) {}

    @Override
    public void lost(LossReason reason) {}
}
