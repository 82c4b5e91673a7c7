package org.tapline.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.tapline.proxy.conversation.Leg;

/// Hands what arrives on one leg to the conversation. Taken out of the pipeline when the session
/// becomes a plain pipe; [LegHandler] behind it then forwards what arrives.
final class ObserveHandler extends ChannelInboundHandlerAdapter {
    /// Its name in the pipeline.
    static final String NAME = "observe";

    private final Session session;
    private final Leg leg;

    ObserveHandler(Session session, Leg leg) {
        this.session = session;
        this.leg = leg;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object octets) {
        session.exchange().received(leg, (ByteBuf) octets);
    }
}
