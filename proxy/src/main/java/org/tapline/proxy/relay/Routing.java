package org.tapline.proxy.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.Routes;
import org.tapline.proxy.upstream.UpstreamServer;
import org.tapline.proxy.upstream.Upstreams;

/// The upstream of one session: the only one there is, or the one that the conversation has chosen
/// by the user, which may be another one after a sign-in was refused.
final class Routing {
    private final Arrival arrival;
    private final Upstreams upstreams;
    private final Optional<Routes> routes;
    private @Nullable UpstreamServer server;
    private @Nullable Dial dial;

    Routing(Arrival arrival, Upstreams upstreams) {
        this.arrival = arrival;
        this.upstreams = upstreams;
        this.routes = upstreams.routes(arrival.protocol());
        this.server = routes.isPresent() ? null : upstreams.atAccept(arrival.protocol());
    }

    /// Present when the user decides.
    Optional<Routes> routes() {
        return routes;
    }

    /// The upstream, as far as it is known.
    Optional<UpstreamServer> known() {
        return Optional.ofNullable(server);
    }

    /// The upstream, or the one that will be chosen, may want the client's address by ID.
    boolean mayIntroduceById() {
        return known().map(UpstreamServer::introducesById).orElse(true);
    }

    UpstreamServer server() {
        return known().orElseThrow(() -> new IllegalStateException("no upstream is chosen yet"));
    }

    /// Connects an upstream in the place of any other.
    void connect(String upstream, Session session, Channel client, Bootstrap connector) {
        if (routes.isEmpty()) {
            throw new IllegalStateException("the upstream was connected at accept");
        }
        abandon();
        UpstreamServer chosen = upstreams.named(arrival.protocol(), upstream);
        server = chosen;
        Dial begun =
                dial(
                        chosen,
                        session,
                        new Dial.Outcome() {
                            @Override
                            public void connected(Channel channel) {
                                session.connected(new LegChannel(Leg.UPSTREAM, channel));
                            }

                            @Override
                            public void ready() {
                                dial = null;
                                session.exchange().upstreamReady();
                            }

                            @Override
                            public void failed(Throwable cause) {
                                session.upstreamFailed(cause);
                            }
                        });
        dial = begun;
        begun.start(client.eventLoop(), connector);
    }

    /// The way to a server, which is told of the client where it wants to know.
    Dial dial(UpstreamServer to, Session session, Dial.Outcome outcome) {
        return new Dial(
                to,
                ProxyHeader.version2(arrival.client(), arrival.destination()),
                session::upstreamHandlers,
                outcome);
    }

    /// An upstream is being connected: what it sends already has to wait.
    boolean dialling() {
        return dial != null;
    }

    /// The upstream being connected is not wanted any more.
    void abandon() {
        if (dial != null) {
            dial.abandon();
            dial = null;
        }
    }
}
