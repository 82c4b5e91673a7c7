package org.tapline.proxy.smtp;

import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;

/// Starts TLS towards an upstream that is configured so, before the client is greeted. What the
/// upstream says in the clear reaches nobody, and an upstream without STARTTLS is refused: TLS is
/// configured, never learned.
///
/// | step | the upstream says | next |
/// | --- | --- | --- |
/// | greeting | 220 | EHLO is sent |
/// | list | 250 with STARTTLS | STARTTLS is sent |
/// | ready | 220, nothing behind it | TLS handshake |
/// | handshake | (done) | the client is greeted by us |
/// | any | anything else | the client gets 421, closed |
final class UpstreamStartTls {
    private final Dialogue dialogue;
    private Step step = Step.GREETING;

    UpstreamStartTls(Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    private enum Step {
        GREETING,
        LIST,
        READY,
        HANDSHAKE
    }

    /// A reply of the upstream.
    void reply(Reply reply, Effects effects) {
        switch (step) {
            case GREETING -> {
                if (reply.code() == 220) {
                    String hello = "EHLO " + dialogue.settings.host();
                    effects.send(Leg.UPSTREAM, Answers.line(hello));
                    step = Step.LIST;
                } else {
                    refuse("it does not greet", CloseReason.UPSTREAM_GREETING, effects);
                }
            }
            case LIST -> {
                if (reply.code() == 250 && EhloReply.of(reply.octets()).offers("STARTTLS")) {
                    effects.send(Leg.UPSTREAM, Answers.line("STARTTLS"));
                    step = Step.READY;
                } else {
                    refuse("it offers no STARTTLS", CloseReason.UPSTREAM_TLS, effects);
                }
            }
            case READY -> {
                if (reply.code() != 220) {
                    refuse("it refuses STARTTLS", CloseReason.UPSTREAM_TLS, effects);
                } else {
                    step = Step.HANDSHAKE;
                    effects.startTls(Leg.UPSTREAM);
                }
            }
            case HANDSHAKE -> injected(effects);
        }
    }

    /// Whether the next octets must be TLS, which are not ours to see.
    boolean inHandshake() {
        return step == Step.HANDSHAKE;
    }

    /// Octets in the clear where TLS must start.
    void injected(Effects effects) {
        refuse("text stands where TLS must start", CloseReason.TLS_INJECTION, effects);
    }

    /// The handshake is done.
    void secured(Effects effects) {
        String greeting = "220 " + dialogue.settings.host() + " ESMTP";
        effects.send(Leg.CLIENT, Answers.line(greeting));
        dialogue.greeted = true;
        dialogue.waiting = false;
    }

    private void refuse(String why, CloseReason reason, Effects effects) {
        effects.send(Leg.CLIENT, Answers.line(Answers.NO_UPSTREAM + why));
        dialogue.verdict = new Dialogue.Close(reason);
    }
}
