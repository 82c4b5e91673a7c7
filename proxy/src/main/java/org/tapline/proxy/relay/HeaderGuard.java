package org.tapline.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Refuses a PROXY header from a client that may not send one: an upstream behind us could believe
/// it. The first octets pass while they are looked at, since no line ends within a header's
/// beginning; behind them this handler is gone.
final class HeaderGuard extends ChannelInboundHandlerAdapter {
    private final byte[] first = new byte[ProxyHeader.LOOK];
    private final Runnable refuse;
    private int length;

    /// @param refuse called once when the client has begun a header
    HeaderGuard(Runnable refuse) {
        this.refuse = refuse;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf octets = (ByteBuf) message;
        int count = Math.min(first.length - length, octets.readableBytes());
        octets.getBytes(octets.readerIndex(), first, length, count);
        length += count;
        switch (ProxyHeader.look(first, length)) {
            case HEADER -> {
                octets.release();
                refuse.run();
            }
            case NONE -> {
                context.pipeline().remove(this);
                context.fireChannelRead(octets);
            }
            case TOO_SHORT -> context.fireChannelRead(octets);
        }
    }
}
