package org.tapline.proxy.smtp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.Way;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.OpaqueReason;
import org.tapline.proxy.sasl.Identity;
import org.tapline.proxy.sasl.SaslObserver;
import org.tapline.proxy.sasl.Secret;

/// The upstream's replies: each is matched to the command it answers, moves the transaction, and
/// passes to the client.
///
/// | due | reply | what it does |
/// | --- | --- | --- |
/// | greeting | any | the client may speak |
/// | EHLO | 250 | transaction over; list edited |
/// | HELO, RSET | 2xx | transaction over |
/// | MAIL | 2xx | transaction begins |
/// | RCPT | any | noted with its code |
/// | DATA | 354 | a body follows, its reply is due |
/// | body | 2xx | commit, held until durable; transaction over |
/// | last chunk | 2xx | as for a body |
/// | body, chunk | other | discarded; behind the last one the transaction is over |
/// | AUTH | 334 | a SASL response follows |
/// | AUTH | 235 | signed in |
/// | AUTH | 421 | passes: the upstream goes away, whoever asks (RFC 5321 §4.2.3) |
/// | AUTH | other | refused |
/// | our RSET | any | stays here |
/// | nothing | 421 | passes: the upstream is about to close |
/// | nothing, or what does not fit | any | footing lost |
final class UpstreamLeg {
    private final Dialogue dialogue;
    private final Bodies bodies;

    UpstreamLeg(Dialogue dialogue, Bodies bodies) {
        this.dialogue = dialogue;
        this.bodies = bodies;
    }

    /// A complete reply.
    void reply(Reply reply, Effects effects) {
        Due head = dialogue.due.poll();
        if (head == null) {
            pass(reply, effects);
            if (!reply.closing()) {
                outOfStep();
            }
            return;
        }
        boolean intermediate = reply.code() >= 300 && reply.code() < 400;
        switch (head) {
            case Due.Greeting greeting -> {
                dialogue.greeted = true;
                pass(reply, effects);
            }
            case Due.Ehlo ehlo -> ehlo(reply, effects);
            case Due.Reset reset -> {
                if (reply.positive()) {
                    dialogue.transaction = null;
                }
                pass(reply, effects);
            }
            case Due.Mail mail -> {
                if (reply.positive()) {
                    dialogue.transaction = new Transaction(mail.command());
                    dialogue.sending = true;
                }
                pass(reply, effects);
            }
            case Due.Rcpt rcpt -> recipient(rcpt, reply, effects);
            case Due.OwnRcpt own -> throw new IllegalStateException("answered when its turn came");
            case Due.Data data -> {
                pass(reply, effects);
                if (reply.code() == 354) {
                    dialogue.due.add(new Due.Body(bodies.beginBody(effects)));
                    dialogue.waiting = false;
                }
            }
            case Due.Body body -> completed(body.message(), body, reply, effects);
            case Due.Chunk chunk -> chunk(chunk, reply, effects);
            case Due.Auth auth -> auth(reply, effects);
            case Due.OwnReset reset -> {
                if (reply.closing()) {
                    pass(reply, effects);
                }
            }
            case Due.Other other -> pass(reply, effects);
        }
        if (intermediate && !(head instanceof Due.Data || head instanceof Due.Auth)) {
            outOfStep();
        }
        dialogue.answerOwnRecipients(effects);
    }

    private void ehlo(Reply reply, Effects effects) {
        if (reply.code() != 250) {
            pass(reply, effects);
            return;
        }
        dialogue.transaction = null;
        EhloReply list = EhloReply.of(reply.octets());
        dialogue.offeredMechanisms = list.mechanisms();
        effects.send(Leg.CLIENT, list.rewritten(!dialogue.clientSecured));
    }

    private void recipient(Due.Rcpt rcpt, Reply reply, Effects effects) {
        pass(reply, effects);
        Transaction transaction = dialogue.transaction;
        if (transaction == null) {
            return;
        }
        transaction.recipient(rcpt.address(), reply.code());
        if (transaction.size() > dialogue.settings.limits().recipients()) {
            dialogue.verdict = new Dialogue.Opaque(OpaqueReason.TOO_MUCH_AT_ONCE);
        }
    }

    private void chunk(Due.Chunk chunk, Reply reply, Effects effects) {
        if (chunk.last()) {
            completed(chunk.message(), chunk, reply, effects);
            return;
        }
        if (!reply.positive()) {
            dialogue.discard(chunk.message(), effects);
        }
        pass(reply, effects);
    }

    /// The final reply to a message.
    private void completed(Message message, Due due, Reply reply, Effects effects) {
        if (!message.complete() && !reply.closing()) {
            dialogue.discard(message, effects);
            pass(reply, effects);
            earlyReply(due, reply);
            return;
        }
        if (reply.positive()) {
            dialogue.commit(Way.SMTP_SUBMISSION, message, dialogue.transaction, true, effects)
                    .ifPresent(effects::holdClientUntilDurable);
        } else {
            dialogue.discard(message, effects);
        }
        dialogue.transaction = null;
        pass(reply, effects);
    }

    /// A reply before the end of the message. A chunk may be refused before it is there, since its
    /// octets are counted in any case; a body that is answered early leaves in doubt what the rest
    /// of it is taken for.
    private void earlyReply(Due due, Reply reply) {
        if (due instanceof Due.Body || reply.positive()) {
            outOfStep();
        } else {
            dialogue.transaction = null;
        }
    }

    private void auth(Reply reply, Effects effects) {
        SaslObserver sasl = dialogue.sasl;
        if (reply.code() == 334) {
            if (sasl != null) {
                sasl.upstream(reply.text());
            }
            dialogue.mode = Dialogue.Mode.SASL_RESPONSE;
            pass(reply, effects);
            return;
        }
        dialogue.sasl = null;
        if (reply.code() == 235 && sasl != null) {
            signedIn(sasl, reply, effects);
            return;
        }
        if (sasl != null) {
            sasl.forget();
        }
        pass(reply, effects);
        if (!reply.closing()) {
            effects.signInRefused();
        }
    }

    private void signedIn(SaslObserver sasl, Reply reply, Effects effects) {
        Optional<Identity> identity = sasl.identity();
        if (identity.isEmpty()) {
            pass(reply, effects);
            dialogue.verdict = new Dialogue.Opaque(OpaqueReason.UNKNOWN_IDENTITY);
            return;
        }
        @Nullable Secret secret = sasl.secret().orElse(null);
        boolean observed = effects.identified(identity.get(), secret);
        pass(reply, effects);
        if (observed) {
            dialogue.identity = identity.get();
        } else {
            dialogue.verdict = new Dialogue.Detach();
        }
    }

    private void outOfStep() {
        if (dialogue.verdict == null) {
            dialogue.verdict = new Dialogue.Opaque(OpaqueReason.OUT_OF_STEP);
        }
    }

    private static void pass(Reply reply, Effects effects) {
        effects.send(Leg.CLIENT, reply.octets());
    }
}
