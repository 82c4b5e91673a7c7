package org.tapline.bridge.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/// Counts connections, all and by address. Thread-safe.
final class Connections {
    private final IngestSettings settings;
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private int all;

    Connections(IngestSettings settings) {
        this.settings = settings;
    }

    /// Takes a connection in.
    ///
    /// @return false when there are too many; the client was told so and the channel closes
    boolean admit(Channel channel) {
        InetSocketAddress from = (InetSocketAddress) channel.remoteAddress();
        if (!enter(from)) {
            byte[] words =
                    "421 4.7.0 Too many connections. Please try again later.\r\n"
                            .getBytes(US_ASCII);
            channel.writeAndFlush(Unpooled.wrappedBuffer(words))
                    .addListener(ChannelFutureListener.CLOSE);
            return false;
        }
        channel.closeFuture().addListener(each -> leave(from));
        return true;
    }

    private synchronized boolean enter(InetSocketAddress from) {
        int same = byAddress.getOrDefault(from.getAddress(), 0);
        boolean perAddress =
                settings.trusted().test(from.getAddress())
                        || same < settings.limits().connectionsPerAddress();
        if (all >= settings.limits().connections() || !perAddress) {
            return false;
        }
        all++;
        byAddress.put(from.getAddress(), same + 1);
        return true;
    }

    private synchronized void leave(InetSocketAddress from) {
        all--;
        byAddress.computeIfPresent(
                from.getAddress(), (address, count) -> count > 1 ? count - 1 : null);
    }
}
