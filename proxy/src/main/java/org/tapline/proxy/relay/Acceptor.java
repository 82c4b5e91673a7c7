package org.tapline.proxy.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.proxy.ProxySettings.Admission;
import org.tapline.proxy.ProxySettings.Listener;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Leg;

/// Takes clients in at one listener: learns who they are, counts them by address and begins their
/// sessions.
public final class Acceptor extends ChannelInitializer<Channel> {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    private final Listener listener;
    private final Entrance entrance;

    public Acceptor(Listener listener, Entrance entrance) {
        this.listener = listener;
        this.entrance = entrance;
    }

    @Override
    protected void initChannel(Channel channel) {
        Optional<Generation> entered = entrance.enter();
        if (entered.isEmpty()) {
            Unwatched.outcome(channel.close());
            return;
        }
        Generation generation = entered.get();
        InetSocketAddress peer = (InetSocketAddress) channel.remoteAddress();
        if (listener.proxies().stream().anyMatch(known -> known.contains(peer.getAddress()))) {
            awaitHeader(channel, generation);
        } else {
            channel.pipeline()
                    .addLast(
                            new HeaderGuard(
                                    () -> turnAway(channel, generation, "proxy-header-refused")));
            welcome(
                    channel,
                    new Arrival(listener, peer, (InetSocketAddress) channel.localAddress()),
                    generation);
        }
    }

    private void awaitHeader(Channel channel, Generation generation) {
        boolean[] taken = {false};
        channel.closeFuture()
                .addListener(
                        closed -> {
                            if (!taken[0]) {
                                generation.leave();
                            }
                        });
        channel.pipeline()
                .addLast(new HAProxyMessageDecoder())
                .addLast(
                        new AnnouncedClient(
                                listener,
                                generation.surroundings().limits().handshake().toMillis(),
                                arrival -> {
                                    taken[0] = true;
                                    welcome(channel, arrival, generation);
                                },
                                why -> turnAway(channel, generation, why)));
    }

    /// A client is known by its address. It leaves the generation when its session is gone.
    private void welcome(Channel channel, Arrival arrival, Generation generation) {
        Surroundings with = generation.surroundings();
        InetAddress address = arrival.client().getAddress();
        Admission limits = with.configured().admission();
        if (!entrance.paces().enter(address, limits.perAddressPerSecond(), System.nanoTime())) {
            generation.leave();
            channel.eventLoop().execute(() -> refuse(Refusal.TOO_FAST, channel, arrival, with));
            return;
        }
        if (!entrance.addresses().enter(address, limits.perAddress())) {
            generation.leave();
            channel.eventLoop().execute(() -> refuse(Refusal.TOO_MANY, channel, arrival, with));
            return;
        }
        channel.closeFuture().addListener(done -> entrance.addresses().leave(address));
        if (listener.tls() == Tls.IMPLICIT) {
            channel.pipeline().addLast(with.clientSideTls().handler(channel.alloc()));
        }
        Sessions sessions = entrance.sessions();
        Session session =
                new Session(
                        entrance.nextId(),
                        arrival,
                        channel,
                        with,
                        entrance.users(),
                        leaving -> {
                            sessions.remove(leaving);
                            generation.leave();
                        });
        channel.pipeline()
                .addLast(ObserveHandler.NAME, new ObserveHandler(session, Leg.CLIENT))
                .addLast(new LegHandler(session, Leg.CLIENT));
        sessions.add(session);
        session.start();
    }

    /// Says that there are too many, where that can be said without a handshake.
    private void refuse(Refusal why, Channel channel, Arrival arrival, Surroundings with) {
        refused(arrival.client(), with, why.label());
        LegChannel leg = new LegChannel(Leg.CLIENT, channel);
        if (listener.tls() != Tls.IMPLICIT) {
            leg.write(why.octets(listener.protocol()));
        }
        leg.closePolitely(with.limits());
    }

    private void turnAway(Channel channel, Generation generation, String why) {
        refused((InetSocketAddress) channel.remoteAddress(), generation.surroundings(), why);
        Unwatched.outcome(channel.close());
    }

    private void refused(InetSocketAddress client, Surroundings with, String why) {
        LOG.warn(
                "event=refused protocol={} client={} reason={}",
                listener.protocol().name().toLowerCase(Locale.ROOT),
                client,
                why);
        with.metrics().refused(listener.protocol(), why);
    }
}
