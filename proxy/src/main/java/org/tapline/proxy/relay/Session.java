package org.tapline.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.OpaqueReason;
import org.tapline.proxy.conversation.Phase;
import org.tapline.proxy.sasl.Identity;
import org.tapline.proxy.sasl.Secret;
import org.tapline.proxy.upstream.UpstreamFailure;
import org.tapline.proxy.upstream.UpstreamServer;

/// One client, its upstream, and the conversation between them. Everything here happens on the
/// event loop of both channels.
///
/// | state | enters when | leaves to |
/// | --- | --- | --- |
/// | OPENING | the client has connected | RELAYING: both legs connected, and secured where TLS is
/// implicit; CLOSING: one of them failed |
/// | RELAYING | the conversation was told `opened` | CLOSING: a leg ended, a limit, a refusal, the
/// conversation's wish |
/// | CLOSING | what was written is flushed, streams are ended | over, when both channels are closed
/// |
///
/// A client that ends its stream may still want the answers (and its last message may be under way
/// to the upstream): the end is passed on, and the session goes on until the upstream ends too or
/// nothing moves for the linger time.
final class Session {
    private enum State {
        OPENING,
        RELAYING,
        CLOSING
    }

    private final SessionLog log;
    private final Protocol protocol;
    private final Tls clientTls;
    private final Surroundings with;
    private final Sessions sessions;
    private final EventLoop loop;
    private final Legs legs;
    private final Routing routing;
    private final Captures captures;
    private final SessionTimers timers;
    private final Traffic traffic;
    private final Opening opening;
    private final TlsUpgrade upgrade;

    private State state = State.OPENING;
    private @Nullable Observer observer;
    private @Nullable Refusal refusalOnceSecure;
    private boolean piping;
    private boolean ending;
    private boolean endPassedOn;
    private boolean over;
    private String reason = "";

    Session(
            String id,
            Protocol protocol,
            Tls clientTls,
            Channel channel,
            Surroundings with,
            Sessions sessions) {
        this.log = new SessionLog(id);
        this.protocol = protocol;
        this.clientTls = clientTls;
        this.with = with;
        this.sessions = sessions;
        this.loop = channel.eventLoop();
        LegChannel client = new LegChannel(Leg.CLIENT, channel);
        this.legs = new Legs(client, with.limits(), with.durableWait(), this::waited);
        this.routing = new Routing(protocol, with.upstreams());
        this.captures =
                new Captures(
                        id,
                        loop,
                        with.spool().session(),
                        with.journal(),
                        with.appender(),
                        with.clock(),
                        with.metrics());
        this.timers =
                new SessionTimers(
                        loop,
                        with.preAuthentication(),
                        this::signInOverdue,
                        with.limits().idle(),
                        () -> finish("idle"));
        this.traffic = new Traffic(protocol, with.metrics());
        this.opening = new Opening(this, client, routing.known());
        this.upgrade = new TlsUpgrade(with.clientSideTls(), routing::server, this::secured);
    }

    // --- opening

    /// The client has connected.
    void start() {
        sessions.add(this);
        with.metrics().sessionOpened(protocol);
        Channel client = legs.client().channel();
        log.opened(protocol, client.remoteAddress(), routing.known());
        client.closeFuture().addListener(done -> overIfClosed());
        opening.start(with.connector());
    }

    /// The client's handshake is done: it can be told what went wrong meanwhile.
    void clientSecured() {
        if (refusalOnceSecure != null) {
            write(Leg.CLIENT, refusalOnceSecure.octets(protocol));
            finish(reason);
        }
    }

    /// What stands behind TLS on an upstream's channel.
    void upstreamHandlers(Channel channel) {
        channel.pipeline()
                .addLast(ObserveHandler.NAME, new ObserveHandler(this, Leg.UPSTREAM))
                .addLast(new LegHandler(this, Leg.UPSTREAM));
    }

    /// The upstream's channel is there, perhaps not secured yet.
    void connected(LegChannel leg) {
        legs.connected(leg);
        leg.channel().closeFuture().addListener(done -> overIfClosed());
    }

    /// Both legs are ready for the conversation.
    void opened() {
        SessionFacts facts =
                new SessionFacts(
                        protocol,
                        clientTls,
                        routing.known().map(UpstreamServer::tls).orElse(Tls.NONE),
                        with.bccDomain(),
                        routing.routes());
        Observer begun;
        try {
            begun =
                    new Observer(
                            with.conversations().begin(facts),
                            new SessionEffects(this, captures, with.limits().withheld()),
                            this::defect);
        } catch (RuntimeException broken) {
            defect(broken);
            return;
        }
        state = State.RELAYING;
        observer = begun;
        begun.opened();
        settle();
        takeEarly(legs.client());
        legs.find(Leg.UPSTREAM).ifPresent(this::takeEarly);
        flush();
        if (legs.client().ended() && state == State.RELAYING) {
            clientEnded();
        }
    }

    void upstreamFailed(Throwable cause) {
        if (state == State.CLOSING || refusalOnceSecure != null) {
            return;
        }
        UpstreamFailure failure = UpstreamFailure.of(cause);
        log.upstreamFailed(routing.server(), failure, cause);
        if (seeking()) {
            disconnect();
            tell(Observer::unreachable);
            return;
        }
        refuse(Refusal.UPSTREAM, "upstream-" + failure.label());
    }

    // --- an upstream that the user decides

    /// The upstream may still be changed: nobody is signed in.
    private boolean seeking() {
        if (routing.routes().isEmpty() || state != State.RELAYING || observer == null) {
            return false;
        }
        return switch (observer.phase()) {
            case OPENING, UNAUTHENTICATED -> true;
            case AUTHENTICATED, PIPE -> false;
        };
    }

    void connect(String upstream) {
        legs.dropUpstream();
        routing.connect(upstream, this, legs.client().channel(), with.connector());
        log.routed(upstream, routing.server());
    }

    void disconnect() {
        routing.abandon();
        legs.dropUpstream();
        // The dropped channel would have flushed what its last octets made us say.
        loop.execute(this::flush);
    }

    /// The upstream that the conversation has chosen is connected.
    void upstreamReady() {
        if (state == State.RELAYING) {
            tell(Observer::connected);
            legs.find(Leg.UPSTREAM).ifPresent(this::takeEarly);
            flush();
        }
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
        if (state == State.CLOSING) {
            octets.release();
            return;
        }
        if (state == State.OPENING
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
            present.received(from, octets);
        } finally {
            octets.release();
        }
        settle();
    }

    /// Octets of a plain pipe. Takes the buffer over.
    void forward(Leg from, ByteBuf octets) {
        if (state == State.RELAYING) {
            note(from, octets);
            write(from.other(), octets);
        } else {
            octets.release();
        }
    }

    private void note(Leg from, ByteBuf octets) {
        timers.activity();
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
        if (state == State.RELAYING) {
            legs.updateReads();
        }
    }

    private void takeEarly(LegChannel leg) {
        while (state != State.CLOSING
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
                upstreamFailed(handshake.cause());
            } else {
                finish("client-tls");
            }
            return;
        }
        if (observer != null && state == State.RELAYING) {
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

    boolean identified(Identity identity, @Nullable Secret secret) {
        if (secret != null) {
            secret.close();
        }
        boolean observed = with.directory().observed(identity);
        if (observed) {
            captures.mailbox(with.directory().mailbox(identity, routing.server().name()));
        }
        log.signedIn(identity, observed);
        return observed;
    }

    void holdClient(CompletableFuture<Boolean> durable) {
        legs.holdClient(durable);
    }

    /// Octets that were held back went to the client.
    private void waited() {
        if (state == State.CLOSING) {
            legs.closeClientPolitely();
        } else {
            unobserve();
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
                && !seeking()
                && legs.areAsSecureAs(
                        clientTls, routing.known().map(UpstreamServer::tls).orElse(Tls.NONE))
                && phase != Phase.OPENING
                && failed.rescue()) {
            piping = true;
        } else if (phase == Phase.AUTHENTICATED) {
            finish(OpaqueReason.DEFECT.label());
        } else {
            refuse(Refusal.DEFECT, OpaqueReason.DEFECT.label());
        }
    }

    private void settle() {
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

    // --- ending

    /// A peer has ended its stream, or is gone.
    void inputEnded(Leg which) {
        Optional<LegChannel> known = legs.find(which);
        if (known.isEmpty()) {
            return;
        }
        LegChannel leg = known.get();
        boolean first = !leg.ended();
        leg.markEnded();
        switch (state) {
            case OPENING -> {
                if (which == Leg.UPSTREAM) {
                    upstreamFailed(new ClosedChannelException());
                } else if (!opening.clientSecure() || !leg.channel().isActive()) {
                    finish("client-left");
                }
            }
            case RELAYING -> {
                if (which == Leg.UPSTREAM && seeking()) {
                    upstreamFailed(new ClosedChannelException());
                } else if (which == Leg.UPSTREAM) {
                    end(Leg.UPSTREAM);
                } else if (first) {
                    clientEnded();
                }
            }
            case CLOSING -> leg.closeIfFlushed();
        }
    }

    private void clientEnded() {
        passEndOn();
        linger();
    }

    /// As long as nobody is signed in, the end waits: it is the client's, not a sign-in's.
    private void passEndOn() {
        if (!endPassedOn && !seeking()) {
            endPassedOn = true;
            legs.at(Leg.UPSTREAM).endOutput();
        }
    }

    private void linger() {
        long before = traffic.toClient();
        Unwatched.outcome(
                loop.schedule(
                        () -> lingered(before),
                        with.limits().linger().toMillis(),
                        TimeUnit.MILLISECONDS));
    }

    private void lingered(long before) {
        if (state == State.RELAYING) {
            boolean answering = legs.client().channel().isActive() && traffic.toClient() != before;
            passEndOn();
            boolean passedOn = seeking() || legs.at(Leg.UPSTREAM).outputEnded();
            if (answering || !passedOn) {
                linger();
            } else {
                end(Leg.CLIENT);
            }
        }
    }

    private void end(Leg which) {
        if (ending || state != State.RELAYING) {
            return;
        }
        ending = true;
        if (observer != null) {
            observer.ended(which);
        }
        if (which == Leg.UPSTREAM && traffic.toClient() == 0) {
            refuse(Refusal.UPSTREAM, "upstream-closed");
        }
        finish(CloseReason.FINISHED.label());
    }

    /// A channel has failed. A peer that resets or speaks no TLS is worth a line, never a stack
    /// trace.
    void failed(Leg which, Throwable cause) {
        log.legFailed(which, cause);
        if (which == Leg.UPSTREAM && (state == State.OPENING || seeking())) {
            upstreamFailed(cause);
        }
        legs.find(which).ifPresent(leg -> Unwatched.outcome(leg.channel().close()));
    }

    private void signInOverdue() {
        Observer present = observer;
        Phase phase = state == State.OPENING || present == null ? Phase.OPENING : present.phase();
        boolean piped = state == State.RELAYING && present == null;
        if (!piped && (phase == Phase.OPENING || phase == Phase.UNAUTHENTICATED)) {
            refuse(Refusal.SIGN_IN_TIME, CloseReason.LIMIT.label());
        }
    }

    /// Tells the client why, and ends.
    private void refuse(Refusal refusal, String why) {
        if (state == State.CLOSING) {
            return;
        }
        if (opening.clientSecure()) {
            write(Leg.CLIENT, refusal.octets(protocol));
            finish(why);
        } else {
            reason = why;
            refusalOnceSecure = refusal;
            opening.abandon();
        }
    }

    /// Ends both legs once everything sent so far is on the wire.
    void finish(String why) {
        if (state == State.CLOSING) {
            return;
        }
        state = State.CLOSING;
        reason = why;
        opening.abandon();
        routing.abandon();
        legs.closePolitely();
    }

    /// As [#finish], from any thread.
    void finishSoon(String why) {
        loop.execute(() -> finish(why));
    }

    private void overIfClosed() {
        if (over || !legs.areClosed()) {
            return;
        }
        over = true;
        finish("client-left");
        timers.cancel();
        legs.release();
        captures.close();
        with.metrics().sessionClosed(protocol);
        log.closed(reason, traffic);
        Unwatched.outcome(captures.settled().whenComplete((done, failed) -> sessions.remove(this)));
    }
}
