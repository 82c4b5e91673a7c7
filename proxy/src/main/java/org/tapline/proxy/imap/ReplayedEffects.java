package org.tapline.proxy.imap;

import java.util.Arrays;
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

/// Effects for octets of the client that were held back: positions are in our own array and not in
/// the buffer of the running call.
final class ReplayedEffects implements Effects {
    private final Effects relay;
    private final byte[] octets;

    /// @param relay who carries them out
    /// @param octets what was held back
    ReplayedEffects(Effects relay, byte[] octets) {
        this.relay = relay;
        this.octets = octets;
    }

    @Override
    public void pass(int from, int to) {
        relay.send(Leg.UPSTREAM, Arrays.copyOfRange(octets, from, to));
    }

    @Override
    public void keep(int piece, int from, int to) {
        relay.keep(piece, octets, from, to - from);
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
