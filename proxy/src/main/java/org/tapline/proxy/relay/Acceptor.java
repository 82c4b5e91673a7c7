package org.tapline.proxy.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.net.SocketAddress;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.proxy.ProxySettings.Listener;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.ops.SessionId;

/// Takes clients in at one listener: counts them by address and begins their sessions.
public final class Acceptor extends ChannelInitializer<Channel> {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    private final Listener listener;
    private final Surroundings surroundings;
    private final Entrance entrance;

    /// What all listeners share.
    public static final class Entrance {
        private final AddressCount addresses;
        private final Sessions sessions = new Sessions();
        private final SessionId ids = new SessionId();

        public Entrance(int perAddress) {
            this.addresses = new AddressCount(perAddress);
        }

        /// The sessions that came in.
        public Sessions sessions() {
            return sessions;
        }
    }

    public Acceptor(Listener listener, Surroundings surroundings, Entrance entrance) {
        this.listener = listener;
        this.surroundings = surroundings;
        this.entrance = entrance;
    }

    @Override
    protected void initChannel(Channel channel) {
        SocketAddress client = channel.remoteAddress();
        boolean welcome = entrance.addresses.enter(client);
        channel.closeFuture().addListener(done -> entrance.addresses.leave(client));
        if (!welcome) {
            channel.pipeline().addLast(new Refused());
            return;
        }
        if (listener.tls() == Tls.IMPLICIT) {
            channel.pipeline().addLast(surroundings.clientSideTls().handler(channel.alloc()));
        }
        Session session =
                new Session(
                        entrance.ids.next(),
                        listener.protocol(),
                        listener.tls(),
                        channel,
                        surroundings,
                        entrance.sessions);
        channel.pipeline()
                .addLast(ObserveHandler.NAME, new ObserveHandler(session, Leg.CLIENT))
                .addLast(new LegHandler(session, Leg.CLIENT));
        session.start();
    }

    /// Says that there are too many, where that can be said without a handshake.
    private final class Refused extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            LOG.warn(
                    "event=refused protocol={} client={} reason=too-many-connections",
                    listener.protocol().name().toLowerCase(Locale.ROOT),
                    context.channel().remoteAddress());
            LegChannel leg = new LegChannel(Leg.CLIENT, context.channel());
            if (listener.tls() != Tls.IMPLICIT) {
                leg.write(Refusal.TOO_MANY.octets(listener.protocol()));
            }
            leg.closePolitely(surroundings.limits());
        }
    }
}
