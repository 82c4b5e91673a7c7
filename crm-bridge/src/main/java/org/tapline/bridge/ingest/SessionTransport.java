package org.tapline.bridge.ingest;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.NettyProtocolTransport;
import org.jspecify.annotations.Nullable;

/// Writes replies. STARTTLS differs from James': its session runs in the event loop, ours beside
/// it, so the 220 must be on the wire before encryption begins.
final class SessionTransport extends NettyProtocolTransport {
    private final Channel channel;
    private final @Nullable Encryption encryption;
    private final SessionHandler session;

    SessionTransport(Channel channel, @Nullable Encryption encryption, SessionHandler session) {
        super(channel, encryption, false);
        this.channel = channel;
        this.encryption = encryption;
        this.session = session;
    }

    /// @throws IllegalStateException when octets came behind STARTTLS: they were not encrypted, and
    ///     may be somebody else's (RFC 3207 §5, CVE-2011-0411)
    @Override
    protected void writeToClient(byte[] bytes, ProtocolSession state, boolean startTls) {
        if (!startTls || encryption == null) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(bytes))
                    .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            return;
        }
        if (!session.nothingBehind()
                || !channel.writeAndFlush(Unpooled.wrappedBuffer(bytes))
                        .awaitUninterruptibly()
                        .isSuccess()
                || !encrypt(encryption)) {
            channel.close().awaitUninterruptibly();
            throw new IllegalStateException("octets behind STARTTLS, or the connection was lost");
        }
    }

    /// Looks once more and begins, in the event loop: nothing is read in between.
    private boolean encrypt(Encryption with) {
        return channel.eventLoop()
                .submit(
                        () -> {
                            boolean clean = session.nothingBehind();
                            if (clean) {
                                channel.pipeline().addFirst(with.sslHandler());
                            }
                            return clean;
                        })
                .awaitUninterruptibly()
                .getNow();
    }
}
