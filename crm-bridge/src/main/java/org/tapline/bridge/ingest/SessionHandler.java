package org.tapline.bridge.ingest;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.james.protocols.api.Protocol;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSessionImpl;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.ProtocolMDCContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands frames to James' session, one connection's on one virtual thread, where waiting is free.
/// Asks for more octets when all that were read are worked off.
final class SessionHandler extends BasicChannelInboundHandler {
    private static final Logger log = LoggerFactory.getLogger(SessionHandler.class);

    /// RFC 5321 §4.5.3.1.4 says 512 octets, each extension may add to it; 2,000 is what Postfix
    /// takes (`line_length_limit`).
    private static final int LONGEST_COMMAND = 2_000;

    private final ExecutorService own =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("ingest").factory());

    private final LineFramer framer;
    private final int commandLimit;
    private long taken;
    private int commands;
    private int bodies;
    private boolean over;
    private @Nullable ProtocolSessionImpl session;

    SessionHandler(
            Protocol protocol,
            @Nullable Encryption encryption,
            LineFramer framer,
            int commandLimit) {
        super(new ProtocolMDCContextFactory.Standard(), protocol, encryption, false);
        this.framer = framer;
        this.commandLimit = commandLimit;
    }

    /// Whether the frame at hand is the last of all octets that came.
    boolean nothingBehind() {
        return framer.nothingBehind(taken);
    }

    @Override
    protected ProtocolSession createSession(ChannelHandlerContext ctx) {
        ProtocolSession created =
                protocol.newSession(new SessionTransport(ctx.channel(), secure, this));
        session = (ProtocolSessionImpl) created;
        return created;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        later(
                ctx,
                () -> {
                    super.channelActive(ctx);
                    ctx.read();
                });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        later(ctx, () -> take(ctx, frame));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        later(ctx, ctx::read);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        later(ctx, () -> super.channelInactive(ctx));
        own.shutdown();
    }

    /// A step of the dialogue.
    private interface Step {
        void run() throws Exception;
    }

    private void later(ChannelHandlerContext ctx, Step step) {
        own.execute(
                () -> {
                    try {
                        step.run();
                    } catch (Exception e) {
                        exceptionCaught(ctx, e);
                    }
                });
    }

    private void take(ChannelHandlerContext ctx, Object frame) throws Exception {
        taken++;
        if (over) {
            ReferenceCountUtil.release(frame);
        } else if (bodies > 0) {
            super.channelRead(ctx, frame);
        } else if (!isCommand((ByteBuf) frame)) {
            ReferenceCountUtil.release(frame);
            end(Answer.BROKEN_LINE);
        } else if (++commands > commandLimit) {
            ReferenceCountUtil.release(frame);
            end(Answer.ENOUGH);
        } else {
            super.channelRead(ctx, frame);
        }
    }

    @Override
    public void pushLineHandler(ChannelInboundHandlerAdapter lines) {
        bodies++;
        super.pushLineHandler(lines);
    }

    @Override
    public void popLineHandler() {
        bodies = Math.max(0, bodies - 1);
        super.popLineHandler();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("the connection was lost: {}", cause.toString());
        } else {
            log.info("session ended: {}", cause.toString());
        }
        ctx.close().addListener(done -> log.debug("closed {}", ctx.channel().id()));
    }

    private void end(Answer why) {
        over = true;
        ProtocolSessionImpl current = session;
        if (current != null) {
            current.getProtocolTransport().writeResponse(why.closing(), current);
        }
    }

    /// One CRLF, at the end, and no NUL.
    private static boolean isCommand(ByteBuf line) {
        int text = line.readableBytes() - 2;
        if (text < 0 || text + 2 > LONGEST_COMMAND || line.getByte(text) != '\r') {
            return false;
        }
        for (int at = 0; at < text; at++) {
            byte octet = line.getByte(at);
            if (octet == '\r' || octet == '\n' || octet == 0) {
                return false;
            }
        }
        return line.getByte(text + 1) == '\n';
    }
}
