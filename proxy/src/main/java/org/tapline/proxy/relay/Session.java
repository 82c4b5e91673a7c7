package org.tapline.proxy.relay;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.MailboxName;
import org.tapline.proxy.ProxySettings.Admission;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.upstream.UpstreamFailure;

/// The life of one client's session. Everything here happens on the event loop of both channels.
///
/// | state | enters when | leaves to |
/// | --- | --- | --- |
/// | OPENING | the client has connected | RELAYING, CLOSING when a leg failed |
/// | RELAYING | both legs are connected, and secured where TLS is implicit | CLOSING |
/// | CLOSING | a leg ended, a limit, a refusal, the conversation's wish | over |
///
/// Where the user decides about the upstream, the client's leg is enough for RELAYING. CLOSING is
/// over when what was written is flushed and both channels are closed.
///
/// What it goes through has rooms of its own: [Opening], [Exchange], [HalfClose].
final class Session {
    /// The client's handshake failed.
    static final String CLIENT_TLS = "client-tls";

    private static final String CLIENT_LEFT = "client-left";
    private static final String FINISHED = CloseReason.FINISHED.label();

    private enum State {
        OPENING,
        RELAYING,
        CLOSING
    }

    private final SessionLog log;
    private final Arrival arrival;
    private final Surroundings with;
    private final Consumer<Session> gone;
    private final EventLoop loop;
    private final Routing routing;
    private final Captures captures;
    private final SignIn signIn;
    private final Exchange exchange;
    private final Legs legs;
    private final Opening opening;
    private final HalfClose halfClose;
    private final SessionTimers timers;

    private State state = State.OPENING;
    private @Nullable Refusal refusalOnceSecure;
    private boolean draining;
    private boolean ending;
    private boolean over;
    private String reason = "";

    /// @param gone called once when the session is over and its captures are settled
    Session(
            String id,
            Arrival arrival,
            Channel channel,
            Surroundings with,
            Places<MailboxName> users,
            Consumer<Session> gone) {
        this.log = new SessionLog(id);
        this.arrival = arrival;
        this.with = with;
        this.gone = gone;
        this.loop = channel.eventLoop();
        this.routing = new Routing(arrival, with.upstreams());
        this.captures =
                new Captures(
                        id,
                        loop,
                        with.spool().session(),
                        with.journal(),
                        with.appender(),
                        with.clock(),
                        with.metrics(),
                        arrival.protocol() == Protocol.SMTP ? with.bccDomain() : Optional.empty());
        this.signIn = new SignIn(with, users, captures, log, routing);
        LegChannel client = new LegChannel(Leg.CLIENT, channel);
        this.exchange = new Exchange(this, arrival, routing, with, log, client, captures, signIn);
        this.legs = exchange.legs();
        this.opening = new Opening(this, client, routing);
        this.halfClose =
                new HalfClose(
                        legs,
                        exchange.traffic(),
                        exchange::isSeeking,
                        with.limits().linger(),
                        () -> end(Leg.CLIENT, FINISHED));
        Admission limits = with.configured().admission();
        this.timers =
                new SessionTimers(
                        loop,
                        limits.preAuthentication(),
                        this::signInOverdue,
                        limits.idle(),
                        this::idle);
    }

    /// Where its octets go.
    Exchange exchange() {
        return exchange;
    }

    boolean isRelaying() {
        return state == State.RELAYING;
    }

    boolean isClosing() {
        return state == State.CLOSING;
    }

    /// Who is observed may have changed. From any thread.
    void review() {
        loop.execute(signIn::review);
    }

    /// Octets have moved.
    void activity() {
        timers.activity();
    }

    // --- opening

    /// The client has connected.
    void start() {
        with.metrics().sessionOpened(arrival.protocol());
        log.opened(arrival, routing.known());
        legs.client().channel().closeFuture().addListener(done -> overIfClosed());
        opening.start(with.connector());
    }

    /// The client's handshake is done: it can be told what went wrong meanwhile.
    void clientSecured() {
        if (refusalOnceSecure != null) {
            legs.write(Leg.CLIENT, refusalOnceSecure.octets(arrival.protocol()));
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
        exchange.begin();
        if (legs.client().ended() && isRelaying()) {
            halfClose.begin();
        }
    }

    /// The conversation is about to be told `opened`.
    void relaying() {
        state = State.RELAYING;
    }

    void upstreamFailed(Throwable cause) {
        if (isClosing() || refusalOnceSecure != null) {
            return;
        }
        UpstreamFailure failure = UpstreamFailure.of(cause);
        log.upstreamFailed(routing.server(), failure, cause);
        if (exchange.isSeeking()) {
            exchange.upstreamLost();
            return;
        }
        refuse(Refusal.UPSTREAM, "upstream-" + failure.label());
    }

    // --- peers end

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
                    finish(CLIENT_LEFT);
                }
            }
            case RELAYING -> {
                if (which == Leg.UPSTREAM && exchange.isSeeking()) {
                    upstreamFailed(new ClosedChannelException());
                } else if (which == Leg.UPSTREAM) {
                    end(Leg.UPSTREAM, FINISHED);
                } else if (first) {
                    halfClose.begin();
                }
            }
            case CLOSING -> leg.closeIfFlushed();
        }
    }

    /// A channel has failed. A peer that resets or speaks no TLS is worth a line, never a stack
    /// trace.
    void failed(Leg which, Throwable cause) {
        log.legFailed(which, cause);
        if (which == Leg.UPSTREAM && (state == State.OPENING || exchange.isSeeking())) {
            upstreamFailed(cause);
        }
        legs.find(which).ifPresent(leg -> Unwatched.outcome(leg.channel().close()));
    }

    /// The conversation hears of the end as if this leg had ended, and may have last words.
    private void end(Leg which, String why) {
        if (ending || !isRelaying()) {
            return;
        }
        ending = true;
        reason = why;
        exchange.ended(which);
        if (which == Leg.UPSTREAM && exchange.traffic().toClient() == 0) {
            reason = "upstream-closed";
            refuse(Refusal.UPSTREAM);
        }
        finish(why);
    }

    // --- we end

    private void signInOverdue() {
        if (!isClosing() && exchange.isBeforeSignIn()) {
            refuse(Refusal.SIGN_IN_TIME);
        }
    }

    private void idle() {
        if (exchange.isInterruptible()) {
            refuse(Refusal.IDLE);
        } else {
            endNow(Refusal.IDLE);
        }
    }

    /// The proxy stops: this session ends as soon as nothing is under way. From any thread.
    void drain() {
        loop.execute(
                () -> {
                    draining = true;
                    if (state == State.OPENING) {
                        refuse(Refusal.STOPPING);
                    } else {
                        settled();
                    }
                });
    }

    /// Ends now, whatever is under way. From any thread.
    void endSoon() {
        loop.execute(() -> endNow(Refusal.STOPPING));
    }

    private void endNow(Refusal why) {
        end(Leg.CLIENT, why.label());
        finish(why.label());
    }

    /// Something has come to an end, perhaps the last thing that was under way.
    void settled() {
        if (draining && exchange.isInterruptible()) {
            refuse(Refusal.STOPPING);
        }
    }

    /// Tells the client why, and ends.
    void refuse(Refusal refusal) {
        refuse(refusal, refusal.label());
    }

    private void refuse(Refusal refusal, String why) {
        if (isClosing()) {
            return;
        }
        if (opening.clientSecure()) {
            legs.write(Leg.CLIENT, refusal.octets(arrival.protocol()));
            finish(why);
        } else {
            reason = why;
            refusalOnceSecure = refusal;
            opening.abandon();
        }
    }

    /// Ends both legs once everything sent so far is on the wire.
    void finish(String why) {
        if (isClosing()) {
            return;
        }
        state = State.CLOSING;
        reason = ending ? reason : why;
        opening.abandon();
        routing.abandon();
        legs.closePolitely();
    }

    private void overIfClosed() {
        if (over || !legs.areClosed()) {
            return;
        }
        over = true;
        finish(CLIENT_LEFT);
        timers.cancel();
        legs.release();
        captures.close();
        signIn.over();
        with.metrics().sessionClosed(arrival.protocol(), reason);
        log.closed(reason, exchange.traffic());
        Unwatched.outcome(captures.settled().whenComplete((done, failed) -> gone.accept(this)));
    }
}
