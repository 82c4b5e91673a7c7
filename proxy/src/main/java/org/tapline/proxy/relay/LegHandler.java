package org.tapline.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import org.tapline.proxy.conversation.Leg;

/// The last handler of a leg: forwards what nobody observes, flushes once per read, and tells the
/// session of everything else that happens to the channel.
final class LegHandler extends ChannelInboundHandlerAdapter {
    private final Session session;
    private final Leg leg;

    LegHandler(Session session, Leg leg) {
        this.session = session;
        this.leg = leg;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object octets) {
        session.exchange().forward(leg, (ByteBuf) octets);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        session.exchange().flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        session.exchange().updateReads();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent
                || event instanceof SslCloseCompletionEvent) {
            session.inputEnded(leg);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        session.inputEnded(leg);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        session.failed(leg, cause);
    }
}
