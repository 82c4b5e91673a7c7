package org.tapline.proxy.relay;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
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

/// Carries out what a conversation asks for, in the order asked. Spans that adjoin become one
/// slice, written when something else follows or the call is over.
final class SessionEffects implements Effects {
    private final Exchange exchange;
    private final Captures captures;
    private final SignIn signIn;
    private final Withheld fromClient;
    private final Withheld fromUpstream;

    private @Nullable Running running;
    private int spanFrom;
    private int spanTo;
    private int passedTo;
    private boolean answered;
    private boolean sentLast;

    /// The buffer of the running call. Position 0 of the conversation's view is index `base`.
    private record Running(Leg from, ByteBuf octets, int base) {}

    SessionEffects(Exchange exchange, Captures captures, SignIn signIn, int withheld) {
        this.exchange = exchange;
        this.captures = captures;
        this.signIn = signIn;
        this.fromClient = new Withheld(withheld);
        this.fromUpstream = new Withheld(withheld);
    }

    /// A call with octets begins.
    ///
    /// @return the view for the conversation
    ByteBuffer begin(Leg from, ByteBuf octets) {
        running = new Running(from, octets, octets.readerIndex());
        spanFrom = 0;
        spanTo = 0;
        passedTo = 0;
        answered = false;
        sentLast = false;
        return octets.nioBuffer().asReadOnlyBuffer();
    }

    /// The call is over: what is in hand goes out, what did not pass is remembered.
    void end() {
        Running now = running;
        if (now != null) {
            writeSpan();
            withheld(now.from()).after(now.octets(), now.base() + passedTo, answered, sentLast);
            running = null;
        }
    }

    /// The call failed: sends all octets that the conversation has taken and not answered.
    ///
    /// @return false when nobody can say which these are; then nothing was sent
    boolean rescue() {
        end();
        if (fromClient.unknown() || fromUpstream.unknown()) {
            return false;
        }
        exchange.write(Leg.UPSTREAM, fromClient.octets());
        exchange.write(Leg.CLIENT, fromUpstream.octets());
        return true;
    }

    @Override
    public void pass(int from, int to) {
        Running now = running();
        Objects.checkFromToIndex(from, to, now.octets().writerIndex() - now.base());
        if (from == to) {
            return;
        }
        if (from != spanTo) {
            writeSpan();
            spanFrom = from;
        }
        spanTo = to;
        passedTo = to;
        answered = true;
        sentLast = false;
    }

    @Override
    public void send(Leg to, byte[] octets) {
        sending(to);
        exchange.write(to, octets);
    }

    /// Octets that are not of the buffer go to a leg.
    private void sending(Leg to) {
        writeSpan();
        answered = true;
        sentLast = true;
        if (running == null || running.from() == to) {
            withheld(to.other()).partlySent();
        }
    }

    @Override
    public void startTls(Leg leg) {
        writeSpan();
        exchange.startTls(leg);
    }

    @Override
    public void connect(String upstream) {
        writeSpan();
        exchange.connect(upstream);
    }

    @Override
    public void disconnect() {
        writeSpan();
        exchange.disconnect();
    }

    @Override
    public void goOpaque(OpaqueReason reason) {
        writeSpan();
        exchange.goOpaque(reason);
    }

    @Override
    public void detach() {
        writeSpan();
        exchange.detach();
    }

    @Override
    public void close(CloseReason reason) {
        writeSpan();
        exchange.finish(reason.label());
    }

    @Override
    public boolean identified(Identity identity, @Nullable Secret secret) {
        return signIn.identified(identity, secret);
    }

    @Override
    public void signInRefused() {
        signIn.refused();
    }

    @Override
    public int openPiece(long expected) {
        return captures.open(expected);
    }

    @Override
    public void keep(int piece, int from, int to) {
        Running now = running();
        Objects.checkFromToIndex(from, to, now.octets().writerIndex() - now.base());
        captures.piece(piece).keep(now.octets(), now.base() + from, to - from);
    }

    @Override
    public void keep(int piece, byte[] octets, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, octets.length);
        captures.piece(piece).keep(octets, offset, length);
    }

    @Override
    public void discard(int piece) {
        captures.discard(piece);
    }

    @Override
    public int commit(Way way, Sighting.Message sighting, int... pieces) {
        return captures.commit(way, sighting, pieces);
    }

    @Override
    public void holdClientUntilDurable(int commit) {
        writeSpan();
        CompletableFuture<Boolean> outcome = captures.outcome(commit);
        if (!outcome.isDone()) {
            exchange.holdClient(outcome);
        }
    }

    @Override
    public void answerWhenDurable(int commit, byte[] durable, byte[] lost) {
        sending(Leg.CLIENT);
        exchange.answerClient(captures.outcome(commit), durable, lost);
    }

    @Override
    public void note(Way way, Sighting sighting) {
        captures.note(way, sighting);
    }

    @Override
    public void lost(LossReason reason) {
        captures.lost(reason);
    }

    private void writeSpan() {
        if (spanTo > spanFrom) {
            Running now = running();
            exchange.write(
                    now.from().other(),
                    now.octets().retainedSlice(now.base() + spanFrom, spanTo - spanFrom));
        }
        spanFrom = spanTo;
    }

    private Withheld withheld(Leg from) {
        return from == Leg.CLIENT ? fromClient : fromUpstream;
    }

    private Running running() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("octets of a buffer were named outside of its call");
        }
        return now;
    }
}
