package org.tapline.proxy.front;

import java.nio.ByteBuffer;
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

/// Effects of a conversation that another one leads: what it lets pass is copied out of its buffer,
/// and what it says to the client, or how it ends, is shown to the leader instead of the relay.
final class LedEffects implements Effects {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Effects relay;
    private final Leader leader;
    private final Leg from;
    private final ByteBuffer octets;

    /// Who leads.
    interface Leader {
        void toClient(byte[] octets);

        /// Both directions become a pipe.
        void piped(Runnable end);

        /// The session is refused.
        void closed(Runnable end);
    }

    /// @param from the leg whose octets are being received
    LedEffects(Effects relay, Leader leader, Leg from, ByteBuffer octets) {
        this.relay = relay;
        this.leader = leader;
        this.from = from;
        this.octets = octets.duplicate();
    }

    /// Outside of a call with octets.
    LedEffects(Effects relay, Leader leader) {
        this(relay, leader, Leg.CLIENT, NOTHING);
    }

    private byte[] copy(int start, int end) {
        byte[] copy = new byte[end - start];
        octets.get(start, copy);
        return copy;
    }

    @Override
    public void pass(int start, int end) {
        if (start < end) {
            send(from.other(), copy(start, end));
        }
    }

    @Override
    public void send(Leg to, byte[] line) {
        switch (to) {
            case CLIENT -> leader.toClient(line);
            case UPSTREAM -> relay.send(Leg.UPSTREAM, line);
        }
    }

    @Override
    public void startTls(Leg leg) {
        relay.startTls(leg);
    }

    @Override
    public void goOpaque(OpaqueReason reason) {
        leader.piped(() -> relay.goOpaque(reason));
    }

    @Override
    public void detach() {
        leader.piped(relay::detach);
    }

    @Override
    public void close(CloseReason reason) {
        leader.closed(() -> relay.close(reason));
    }

    @Override
    public boolean identified(Identity identity, @Nullable Secret secret) {
        return relay.identified(identity, secret);
    }

    @Override
    public void signInRefused() {
        relay.signInRefused();
    }

    @Override
    public int openPiece(long expected) {
        return relay.openPiece(expected);
    }

    @Override
    public void keep(int piece, int start, int end) {
        byte[] kept = copy(start, end);
        relay.keep(piece, kept, 0, kept.length);
    }

    @Override
    public void keep(int piece, byte[] kept, int offset, int length) {
        relay.keep(piece, kept, offset, length);
    }

    @Override
    public void discard(int piece) {
        relay.discard(piece);
    }

    @Override
    public int commit(Way way, Sighting.Message sighting, int... pieces) {
        return relay.commit(way, sighting, pieces);
    }

    @Override
    public void holdClientUntilDurable(int commit) {
        relay.holdClientUntilDurable(commit);
    }

    @Override
    public void answerWhenDurable(int commit, byte[] durable, byte[] lost) {
        relay.answerWhenDurable(commit, durable, lost);
    }

    @Override
    public void note(Way way, Sighting sighting) {
        relay.note(way, sighting);
    }

    @Override
    public void lost(LossReason reason) {
        relay.lost(reason);
    }
}
