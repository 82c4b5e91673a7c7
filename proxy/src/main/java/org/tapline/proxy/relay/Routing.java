package org.tapline.proxy.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.Routes;
import org.tapline.proxy.upstream.UpstreamServer;
import org.tapline.proxy.upstream.Upstreams;

/// The upstream of one session: the only one there is, or the one that the conversation has chosen
/// by the user, which may be another one after a sign-in was refused.
final class Routing {
    private final Protocol protocol;
    private final Upstreams upstreams;
    private final Optional<Routes> routes;
    private @Nullable UpstreamServer server;
    private @Nullable Dial dial;

    Routing(Protocol protocol, Upstreams upstreams) {
        this.protocol = protocol;
        this.upstreams = upstreams;
        this.routes = upstreams.routes(protocol);
        this.server = routes.isPresent() ? null : upstreams.atAccept(protocol);
    }

    /// Present when the user decides.
    Optional<Routes> routes() {
        return routes;
    }

    /// The upstream, as far as it is known.
    Optional<UpstreamServer> known() {
        return Optional.ofNullable(server);
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
        UpstreamServer chosen = upstreams.named(protocol, upstream);
        server = chosen;
        Dial begun =
                new Dial(
                        chosen,
                        session::upstreamHandlers,
                        new Dial.Outcome() {
                            @Override
                            public void connected(Channel channel) {
                                session.connected(new LegChannel(Leg.UPSTREAM, channel));
                            }

                            @Override
                            public void ready() {
                                dial = null;
                                session.upstreamReady();
                            }

                            @Override
                            public void failed(Throwable cause) {
                                session.upstreamFailed(cause);
                            }
                        });
        dial = begun;
        begun.start(client.eventLoop(), connector);
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
