package org.tapline.proxy.conversation;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;
import org.tapline.proxy.sasl.Identity;
import org.tapline.proxy.sasl.Secret;

/// Effects for octets that do not lie in the buffer of the relay's running call, because they were
/// held back or come from somebody else: what is to pass or to be kept is copied, everything else
/// is handed on.
public class CopiedEffects implements Effects {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Effects relay;
    private final Leg from;
    private final ByteBuffer octets;

    /// @param relay who carries them out
    /// @param from the leg whose octets are being received
    /// @param octets the buffer whose positions the conversation speaks of
    public CopiedEffects(Effects relay, Leg from, ByteBuffer octets) {
        this.relay = relay;
        this.from = from;
        this.octets = octets.duplicate().clear();
    }

    /// Outside of a call with octets.
    public CopiedEffects(Effects relay) {
        this(relay, Leg.CLIENT, NOTHING);
    }

    private byte[] copy(int start, int end) {
        byte[] copy = new byte[end - start];
        octets.get(start, copy);
        return copy;
    }

    @Override
    public final void pass(int start, int end) {
        if (start < end) {
            send(from.other(), copy(start, end));
        }
    }

    @Override
    public final void keep(int piece, int start, int end) {
        byte[] kept = copy(start, end);
        relay.keep(piece, kept, 0, kept.length);
    }

    @Override
    public void send(Leg to, byte[] line) {
        relay.send(to, line);
    }

    @Override
    public void startTls(Leg leg) {
        relay.startTls(leg);
    }

    @Override
    public void goOpaque(OpaqueReason reason) {
        relay.goOpaque(reason);
    }

    @Override
    public void detach() {
        relay.detach();
    }

    @Override
    public void close(CloseReason reason) {
        relay.close(reason);
    }

    @Override
    public final boolean identified(Identity identity, @Nullable Secret secret) {
        return relay.identified(identity, secret);
    }

    @Override
    public final void signInRefused() {
        relay.signInRefused();
    }

    @Override
    public final int openPiece(long expected) {
        return relay.openPiece(expected);
    }

    @Override
    public final void keep(int piece, byte[] kept, int offset, int length) {
        relay.keep(piece, kept, offset, length);
    }

    @Override
    public final void discard(int piece) {
        relay.discard(piece);
    }

    @Override
    public final int commit(Way way, Sighting.Message sighting, int... pieces) {
        return relay.commit(way, sighting, pieces);
    }

    @Override
    public final void holdClientUntilDurable(int commit) {
        relay.holdClientUntilDurable(commit);
    }

    @Override
    public final void answerWhenDurable(int commit, byte[] durable, byte[] lost) {
        relay.answerWhenDurable(commit, durable, lost);
    }

    @Override
    public final void note(Way way, Sighting sighting) {
        relay.note(way, sighting);
    }

    @Override
    public final void lost(LossReason reason) {
        relay.lost(reason);
    }
}
