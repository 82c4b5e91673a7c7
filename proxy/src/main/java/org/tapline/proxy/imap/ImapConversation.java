package org.tapline.proxy.imap;

import java.nio.ByteBuffer;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.Phase;

/// One IMAP session that passes through.
///
/// | phase | event | next |
/// | --- | --- | --- |
/// | OPENING | the client is greeted | UNAUTHENTICATED |
/// | UNAUTHENTICATED | tagged OK of LOGIN or AUTHENTICATE, observed | AUTHENTICATED |
/// | UNAUTHENTICATED | the same, not observed | PIPE |
/// | any | footing lost | PIPE |
public final class ImapConversation implements Conversation {
    private static final String GONE = "* BYE The mail server closed the connection\r\n";

    private final Session session;
    private final ClientSide client;
    private final UpstreamSide upstream;
    private boolean over;

    public ImapConversation(ImapSettings settings) {
        session = new Session(settings);
        client = new ClientSide(session);
        upstream = new UpstreamSide(session, client);
    }

    /// The upstream speaks first.
    @Override
    public void opened(Effects effects) {
        session.use(effects);
    }

    @Override
    public void received(Leg from, ByteBuffer octets, Effects effects) {
        if (over) {
            return;
        }
        session.use(effects);
        switch (from) {
            case CLIENT -> client.feed(octets);
            case UPSTREAM -> upstream.feed(octets);
        }
        if (session.ending().isPresent()) {
            end(session.ending().get(), from, effects);
            if (session.ending().get().pipes() && octets.hasRemaining()) {
                effects.pass(octets.position(), octets.limit());
            }
        }
    }

    private void end(Ending ending, Leg running, Effects effects) {
        over = true;
        if (ending.pipes()) {
            switch (running) {
                case CLIENT -> upstream.release();
                case UPSTREAM -> client.release();
            }
        }
        abandon(effects);
        switch (ending) {
            case Ending.Opaque opaque -> effects.goOpaque(opaque.reason());
            case Ending.Detached detached -> effects.detach();
            case Ending.Closed closed -> {
                if (!closed.farewell().isEmpty() && session.betweenResponses()) {
                    session.sendClient(closed.farewell());
                }
                effects.close(closed.reason());
            }
        }
        session.enter(Phase.PIPE);
    }

    private void abandon(Effects effects) {
        upstream.abandon();
        client.abandon();
        session.folder().close(effects);
    }

    @Override
    public void secured(Leg leg, Effects effects) {
        if (over) {
            return;
        }
        session.use(effects);
        switch (leg) {
            case CLIENT -> {
                session.clientIsSecured();
                client.open();
            }
            case UPSTREAM -> upstream.opening().secured();
        }
    }

    @Override
    public void ended(Leg leg, Effects effects) {
        if (over) {
            return;
        }
        over = true;
        session.use(effects);
        switch (leg) {
            case CLIENT -> client.release();
            case UPSTREAM -> upstream.release();
        }
        abandon(effects);
        if (session.phase() == Phase.OPENING && leg == Leg.UPSTREAM) {
            session.sendClient(GONE);
            effects.close(CloseReason.UPSTREAM_GREETING);
        } else {
            effects.close(CloseReason.FINISHED);
        }
    }

    @Override
    public Phase phase() {
        return session.phase();
    }

    /// An IDLE waits for nothing but news.
    @Override
    public boolean interruptible() {
        return session.phase() != Phase.OPENING
                && session.betweenResponses()
                && session.open().all().stream()
                        .allMatch(command -> command.name() == CommandName.IDLE);
    }
}
