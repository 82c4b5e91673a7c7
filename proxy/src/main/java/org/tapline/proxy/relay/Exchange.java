package org.tapline.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.OpaqueReason;
import org.tapline.proxy.conversation.Phase;
import org.tapline.proxy.upstream.UpstreamServer;

/// The octets of one session between its legs, and the conversation that understands them: fed,
/// obeyed, left alone (a plain pipe), or rescued from its own failure.
///
/// | octets come | they |
/// | --- | --- |
/// | before the conversation has begun | wait with their leg |
/// | while it understands | go to it, and its effects move them |
/// | behind the end of its understanding | pass; once nothing waits, nobody looks any more |
/// | while the session closes | are let go of |
final class Exchange {
    private final Session session;
    private final Arrival arrival;
    private final Routing routing;
    private final Surroundings with;
    private final SessionLog log;
    private final Legs legs;
    private final Captures captures;
    private final SignIn signIn;
    private final Traffic traffic;
    private final TlsUpgrade upgrade;
    private @Nullable Observer observer;
    private boolean piping;

    Exchange(
            Session session,
            Arrival arrival,
            Routing routing,
            Surroundings with,
            SessionLog log,
            LegChannel client,
            Captures captures,
            SignIn signIn) {
        this.session = session;
        this.arrival = arrival;
        this.routing = routing;
        this.with = with;
        this.log = log;
        this.legs = new Legs(client, with.limits(), with.configured().durableWait(), this::waited);
        this.captures = captures;
        this.signIn = signIn;
        this.traffic = new Traffic(arrival.protocol(), with.metrics());
        this.upgrade = new TlsUpgrade(with.clientSideTls(), routing::server, this::secured);
    }

    Legs legs() {
        return legs;
    }

    Traffic traffic() {
        return traffic;
    }

    /// Both legs are ready: the conversation begins, with what came before.
    void begin() {
        Observer begun;
        try {
            begun =
                    new Observer(
                            with.conversations().begin(facts()),
                            new SessionEffects(this, captures, signIn, with.limits().withheld()),
                            this::defect);
        } catch (RuntimeException broken) {
            defect(broken);
            return;
        }
        session.relaying();
        observer = begun;
        begun.opened();
        settle();
        takeEarly(legs.client());
        legs.find(Leg.UPSTREAM).ifPresent(this::takeEarly);
        flush();
    }

    private SessionFacts facts() {
        return new SessionFacts(
                arrival.protocol(),
                arrival.tls(),
                upstreamTls(),
                with.bccDomain(),
                Optional.of(arrival.client().getAddress().getHostAddress())
                        .filter(address -> routing.mayIntroduceById()),
                routing.routes());
    }

    private Tls upstreamTls() {
        return routing.known().map(UpstreamServer::tls).orElse(Tls.NONE);
    }

    // --- an upstream that the user decides

    /// The upstream may still be changed: nobody is signed in.
    boolean isSeeking() {
        return routing.routes().isPresent() && session.isRelaying() && isBeforeSignIn();
    }

    void connect(String upstream) {
        legs.dropUpstream();
        routing.connect(upstream, session, legs.client().channel(), with.connector());
        log.routed(routing.server());
    }

    void disconnect() {
        routing.abandon();
        legs.dropUpstream();
        // The dropped channel would have flushed what its last octets made us say.
        legs.client().channel().eventLoop().execute(this::flush);
    }

    /// The upstream that the conversation has chosen is connected.
    void upstreamReady() {
        if (session.isRelaying()) {
            tell(Observer::connected);
            legs.find(Leg.UPSTREAM).ifPresent(this::takeEarly);
            flush();
        }
    }

    /// The upstream that the conversation has chosen cannot be had, or is gone.
    void upstreamLost() {
        disconnect();
        tell(Observer::unreachable);
    }

    private void tell(Consumer<Observer> news) {
        if (observer != null) {
            news.accept(observer);
            settle();
            flush();
        }
    }

    // --- octets

    /// Octets for the conversation. Takes the buffer over.
    void received(Leg from, ByteBuf octets) {
        LegChannel leg = legs.at(from);
        if (session.isClosing()) {
            octets.release();
            return;
        }
        if (!session.isRelaying()
                || leg.tls() == LegChannel.TlsStep.HANDSHAKING
                || (from == Leg.UPSTREAM && routing.dialling())) {
            leg.early(octets);
            return;
        }
        if (leg.tls() == LegChannel.TlsStep.FLUSHING) {
            octets.release();
            finish(CloseReason.TLS_INJECTION.label());
            return;
        }
        Observer present = observer;
        if (present == null) {
            forward(from, octets);
            return;
        }
        note(from, octets);
        try {
            if (from == Leg.CLIENT && isBeforeSignIn()) {
                pause(signIn.heard(octets));
            }
            if (signIn.excess().isEmpty()) {
                present.received(from, octets);
            }
        } finally {
            octets.release();
        }
        settle();
    }

    /// The client is not read from for a while.
    private void pause(long nanos) {
        if (nanos > 0) {
            legs.pauseClient(true);
            Unwatched.outcome(
                    legs.client()
                            .channel()
                            .eventLoop()
                            .schedule(
                                    () -> {
                                        legs.pauseClient(false);
                                        updateReads();
                                    },
                                    nanos,
                                    TimeUnit.NANOSECONDS));
        }
    }

    /// Octets of a plain pipe. Takes the buffer over.
    void forward(Leg from, ByteBuf octets) {
        if (session.isRelaying()) {
            note(from, octets);
            write(from.other(), octets);
        } else {
            octets.release();
        }
    }

    private void note(Leg from, ByteBuf octets) {
        session.activity();
        traffic.received(from, octets.readableBytes());
    }

    void write(Leg to, ByteBuf octets) {
        legs.write(to, octets);
    }

    void write(Leg to, byte[] octets) {
        legs.write(to, octets);
    }

    void flush() {
        legs.flush();
    }

    void updateReads() {
        if (session.isRelaying()) {
            legs.clientFull(observer != null && !piping && observer.full());
            legs.updateReads();
        }
    }

    private void takeEarly(LegChannel leg) {
        while (!session.isClosing()
                && leg.tls() == LegChannel.TlsStep.SETTLED
                && !leg.early().isEmpty()) {
            received(leg.leg(), leg.early().remove());
        }
    }

    // --- what the conversation wishes

    void startTls(Leg which) {
        upgrade.start(legs.at(which));
    }

    private void secured(LegChannel leg, Future<?> handshake) {
        if (legs.find(leg.leg()).filter(present -> present == leg).isEmpty()) {
            return;
        }
        if (!handshake.isSuccess()) {
            if (leg.leg() == Leg.UPSTREAM) {
                session.upstreamFailed(handshake.cause());
            } else {
                finish(Session.CLIENT_TLS);
            }
            return;
        }
        if (observer != null && session.isRelaying()) {
            observer.secured(leg.leg());
            settle();
        }
        takeEarly(leg);
        flush();
        updateReads();
    }

    void goOpaque(OpaqueReason why) {
        with.metrics().opaque(why);
        log.opaque(why);
        piping = true;
    }

    void detach() {
        piping = true;
    }

    void finish(String why) {
        session.finish(why);
    }

    void holdClient(CompletableFuture<Boolean> durable) {
        legs.holdClient(durable);
    }

    void answerClient(CompletableFuture<Boolean> durable, byte[] whenDurable, byte[] otherwise) {
        legs.answerClient(durable, whenDurable, otherwise);
    }

    // --- what becomes of the conversation

    /// The client has not signed in, or nobody knows whether it has.
    boolean isBeforeSignIn() {
        Observer present = observer;
        if (present == null) {
            return !session.isRelaying();
        }
        return switch (present.phase()) {
            case OPENING, UNAUTHENTICATED -> true;
            case AUTHENTICATED, PIPE -> false;
        };
    }

    /// The client may be sent a last line of ours.
    boolean isInterruptible() {
        return session.isRelaying()
                && !piping
                && observer != null
                && legs.nothingWaits()
                && observer.interruptible();
    }

    /// A leg has ended its stream.
    void ended(Leg which) {
        if (observer != null) {
            observer.ended(which);
        }
    }

    /// Octets that were held back went to the client.
    private void waited() {
        if (session.isClosing()) {
            legs.closeClientPolitely();
        } else {
            unobserve();
            session.settled();
        }
        updateReads();
    }

    /// The conversation has failed. Nothing that a peer sent may be lost or doubled by that.
    private void defect(Throwable thrown) {
        log.defect(thrown);
        with.metrics().opaque(OpaqueReason.DEFECT);
        Observer failed = observer;
        Phase phase = failed == null ? Phase.OPENING : failed.phase();
        if (failed != null
                && !isSeeking()
                && legs.areAsSecureAs(arrival.tls(), upstreamTls())
                && phase != Phase.OPENING
                && failed.rescue()) {
            piping = true;
        } else if (phase == Phase.AUTHENTICATED) {
            finish(Refusal.DEFECT.label());
        } else {
            session.refuse(Refusal.DEFECT);
        }
    }

    /// A call to the conversation is over.
    private void settle() {
        signIn.excess().ifPresent(session::refuse);
        session.settled();
        if (piping && observer != null) {
            observer = null;
            captures.close();
        }
        unobserve();
        updateReads();
    }

    /// Takes the observer out of both pipelines, once nothing waits in front of the client.
    private void unobserve() {
        if (piping && observer == null) {
            piping = !legs.stopObserving();
        }
    }
}
