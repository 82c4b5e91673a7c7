package org.tapline.proxy.relay;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Sends a PROXY header as the very first octets to an upstream, before TLS begins.
final class Introduction extends ChannelInboundHandlerAdapter {
    private final byte[] header;

    Introduction(byte[] header) {
        this.header = header;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Unwatched.outcome(context.writeAndFlush(Unpooled.wrappedBuffer(header)));
        context.pipeline().remove(this);
        context.fireChannelActive();
    }
}
