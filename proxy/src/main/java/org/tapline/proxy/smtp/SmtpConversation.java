package org.tapline.proxy.smtp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.Way;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.OpaqueReason;
import org.tapline.proxy.conversation.Phase;

/// One submission session.
///
/// Holds both legs' understanding together: hands octets to the one or the other, lets the client
/// go on when a reply has come, and carries out the end of the understanding (pipe or close) that
/// one of them has found.
public final class SmtpConversation implements Conversation {
    private final Dialogue dialogue;
    private final Bodies bodies;
    private final ClientLeg client;
    private final UpstreamLeg upstream;
    private final ReplyFramer replies;
    private final @Nullable UpstreamStartTls opening;
    private boolean over;
    private boolean piped;

    public SmtpConversation(SmtpSettings settings) {
        dialogue = new Dialogue(settings);
        bodies = new Bodies(dialogue);
        client = new ClientLeg(dialogue, bodies);
        upstream = new UpstreamLeg(dialogue, bodies);
        replies = new ReplyFramer(settings.limits().reply());
        opening = settings.upstreamTls() == Tls.STARTTLS ? new UpstreamStartTls(dialogue) : null;
    }

    @Override
    public void opened(Effects effects) {
        if (opening == null) {
            dialogue.due.add(new Due.Greeting());
        }
    }

    @Override
    public void received(Leg from, ByteBuffer octets, Effects effects) {
        if (over) {
            return;
        }
        switch (from) {
            case CLIENT -> {
                Passage in = Passage.running(octets, effects);
                client.received(in);
                conclude(effects);
                passRest(in.at(), in.end(), effects);
            }
            case UPSTREAM -> fromUpstream(octets, effects);
        }
    }

    @Override
    public void secured(Leg leg, Effects effects) {
        if (over) {
            return;
        }
        switch (leg) {
            case CLIENT -> {
                dialogue.clientSecured = true;
                dialogue.tlsAsked = false;
            }
            case UPSTREAM -> {
                if (opening != null) {
                    opening.secured(effects);
                    client.resume(effects);
                    conclude(effects);
                }
            }
        }
    }

    /// Command octets still withheld are dropped with the client that sent them: their meaning
    /// hangs on a reply that nobody waits for any more. A held dot is dropped too, lest it end a
    /// half message.
    @Override
    public void ended(Leg leg, Effects effects) {
        if (over) {
            return;
        }
        if (leg == Leg.UPSTREAM) {
            if (!dialogue.greeted) {
                refuseUpstream("it closed the connection", effects);
            } else {
                sendPartialReply(effects);
            }
        }
        commitUncertain(effects);
        if (dialogue.verdict == null) {
            dialogue.verdict = new Dialogue.Close(CloseReason.FINISHED);
        }
        conclude(effects);
    }

    @Override
    public Phase phase() {
        if (piped) {
            return Phase.PIPE;
        }
        if (!dialogue.greeted) {
            return Phase.OPENING;
        }
        // Where the upstream takes mail without a sign-in, a long body needs the long limits too.
        return dialogue.identity != null || dialogue.sending
                ? Phase.AUTHENTICATED
                : Phase.UNAUTHENTICATED;
    }

    /// RFC 5321 §3.8 lets a server end with 421 at any time; a transaction is let go on to its end.
    @Override
    public boolean interruptible() {
        return dialogue.greeted
                && dialogue.verdict == null
                && dialogue.due.isEmpty()
                && dialogue.mode == Dialogue.Mode.COMMANDS
                && dialogue.transaction == null
                && !bodies.receivingOwn();
    }

    @Override
    public boolean full() {
        return dialogue.verdict == null && client.full();
    }

    private void fromUpstream(ByteBuffer octets, Effects effects) {
        int at = octets.position();
        int end = octets.limit();
        while (at < end && dialogue.verdict == null) {
            UpstreamStartTls negotiation = dialogue.greeted ? null : opening;
            if (negotiation != null && negotiation.inHandshake()) {
                negotiation.injected(effects);
                break;
            }
            Reply reply = replies.take(octets, at, end);
            at = replies.next();
            if (replies.broken()) {
                brokenReply(effects);
            } else if (reply != null && negotiation != null) {
                negotiation.reply(reply, effects);
            } else if (reply != null) {
                upstream.reply(reply, effects);
                goOn(effects);
            }
        }
        conclude(effects);
        passRest(at, end, effects);
    }

    /// What the running buffer holds behind the end of the understanding.
    private void passRest(int at, int end, Effects effects) {
        if (piped && at < end) {
            effects.pass(at, end);
        }
    }

    /// A pipe is no way on while the client is to start TLS, while it sends a body that the
    /// upstream would take for commands, or while answers of ours and the upstream's are mixed.
    private void closeRatherThanPipe() {
        if (dialogue.verdict instanceof Dialogue.Opaque) {
            if (!dialogue.clientSecured || bodies.receivingOwn()) {
                dialogue.verdict = new Dialogue.Close(CloseReason.AMBIGUOUS_FRAMING);
            } else if (dialogue.answersMixed()) {
                dialogue.verdict = new Dialogue.Close(CloseReason.UNANSWERED);
            }
        }
    }

    private void goOn(Effects effects) {
        if (dialogue.verdict == null) {
            dialogue.waiting &= dialogue.clientWaits();
            client.resume(effects);
        }
    }

    private void brokenReply(Effects effects) {
        if (!dialogue.greeted) {
            refuseUpstream("it does not greet", effects);
            return;
        }
        sendPartialReply(effects);
        dialogue.verdict =
                new Dialogue.Opaque(
                        replies.tooLong()
                                ? OpaqueReason.LINE_TOO_LONG
                                : OpaqueReason.UPSTREAM_SYNTAX);
    }

    private void refuseUpstream(String why, Effects effects) {
        effects.send(Leg.CLIENT, Answers.line(Answers.NO_UPSTREAM + why));
        dialogue.verdict = new Dialogue.Close(CloseReason.UPSTREAM_GREETING);
    }

    private void sendPartialReply(Effects effects) {
        byte[] partial = replies.drain();
        if (partial.length > 0) {
            effects.send(Leg.CLIENT, partial);
        }
    }

    /// A message was sent to its end and the answer is missing: it may have been accepted.
    private void commitUncertain(Effects effects) {
        for (Due due : dialogue.due) {
            switch (due) {
                case Due.Mail mail -> dialogue.transaction = new Transaction(mail.command());
                case Due.Rcpt rcpt -> {
                    Transaction transaction = dialogue.transaction;
                    if (transaction != null) {
                        transaction.recipient(rcpt.address(), 0);
                    }
                }
                case Due.Body body -> commitUncertain(body.message(), effects);
                case Due.Chunk chunk -> {
                    if (chunk.last()) {
                        commitUncertain(chunk.message(), effects);
                    }
                }
                case Due.Greeting other -> {}
                case Due.Ehlo other -> {}
                case Due.Reset other -> {}
                case Due.OwnRcpt other -> {}
                case Due.Data other -> {}
                case Due.Auth other -> {}
                case Due.OwnReset other -> {}
                case Due.Other other -> {}
            }
        }
    }

    private void commitUncertain(Message message, Effects effects) {
        Transaction transaction = dialogue.transaction;
        if (transaction != null && !transaction.somebodyMayHaveIt()) {
            dialogue.discard(message, effects);
        } else if (message.complete()) {
            dialogue.commit(Way.SMTP_SUBMISSION, message, transaction, false, effects);
        }
        dialogue.transaction = null;
    }

    /// Carries the verdict out.
    private void conclude(Effects effects) {
        closeRatherThanPipe();
        Dialogue.Verdict verdict = dialogue.verdict;
        if (verdict == null) {
            return;
        }
        over = true;
        dialogue.discardAll(effects);
        switch (verdict) {
            case Dialogue.Close close -> effects.close(close.reason());
            case Dialogue.Detach detach -> {
                pipe(effects);
                effects.detach();
            }
            case Dialogue.Opaque opaque -> {
                pipe(effects);
                effects.goOpaque(opaque.reason());
            }
        }
    }

    private void pipe(Effects effects) {
        piped = true;
        client.release(effects);
    }
}
