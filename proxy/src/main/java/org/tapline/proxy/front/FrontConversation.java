package org.tapline.proxy.front;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.HeldOctets;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.Phase;
import org.tapline.proxy.conversation.Routes;
import org.tapline.proxy.conversation.Routes.Route;

/// A session whose upstream is chosen by its user.
///
/// | state | event | next |
/// | --- | --- | --- |
/// | OPENING | the client is there | ASKING, greeted |
/// | ASKING | a command that Tapline answers | ASKING |
/// | ASKING | STARTTLS | SECURING |
/// | SECURING | TLS is up | ASKING |
/// | ASKING | the user is named, another upstream or none is connected | CONNECTING |
/// | ASKING | the user is named, the right upstream is connected | SIGNING |
/// | CONNECTING | the upstream is connected | SIGNING |
/// | SIGNING | it asks for what the client has said already | SIGNING, which is repeated |
/// | SIGNING | it asks for more | RESPONDING, which passes |
/// | RESPONDING | the client's line | SIGNING, which passes |
/// | SIGNING, RESPONDING | refused | ASKING, the upstream stays connected |
/// | CONNECTING, SIGNING, RESPONDING | the upstream is lost or unusable | ASKING, answered by us |
/// | SIGNING, RESPONDING | an answer out of turn | OVER |
/// | SIGNING, RESPONDING | accepted | SIGNED_IN: the protocol's conversation goes on alone |
/// | any before | the client leaves, or exceeds a limit | OVER |
public final class FrontConversation implements Conversation {
    private enum State {
        OPENING,
        ASKING,
        SECURING,
        CONNECTING,
        SIGNING,
        RESPONDING,
        SIGNED_IN,
        OVER
    }

    private final Reception reception;
    private final Routes routes;
    private final FrontLimits limits;
    private final Lead lead;
    private final HeldOctets held;
    private final HeldOctets line;

    private State state = State.OPENING;
    private @Nullable SignIn signIn;
    private int commands;

    /// @param conversations begins the protocol's own conversation with an upstream, for a client
    ///     that needs no TLS any more
    public FrontConversation(
            Reception reception,
            Routes routes,
            Function<Route, Conversation> conversations,
            FrontLimits limits) {
        this.reception = reception;
        this.routes = routes;
        this.limits = limits;
        this.lead = new Lead(conversations, new Hearing());
        this.held = new HeldOctets(limits.held());
        this.line = new HeldOctets(limits.line());
    }

    @Override
    public void opened(Effects effects) {
        state = State.ASKING;
        effects.send(Leg.CLIENT, reception.greeting());
    }

    @Override
    public void received(Leg from, ByteBuffer octets, Effects effects) {
        if (state == State.SIGNED_IN) {
            lead.conversation().received(from, octets, effects);
            return;
        }
        switch (from) {
            case CLIENT -> read(octets, effects);
            case UPSTREAM -> {
                while (octets.hasRemaining() && state != State.OVER) {
                    lead.readOn(octets, effects);
                    settle(effects);
                }
            }
        }
    }

    @Override
    public void secured(Leg leg, Effects effects) {
        switch (leg) {
            case CLIENT -> {
                reception.secured();
                state = State.ASKING;
            }
            case UPSTREAM -> {
                lead.secured(effects);
                settle(effects);
            }
        }
    }

    @Override
    public void connected(Effects effects) {
        SignIn present = signIn;
        if (state == State.CONNECTING && present != null) {
            state = State.SIGNING;
            lead.begin(reception.answers(present, true), effects);
            settle(effects);
        }
    }

    @Override
    public void unreachable(Effects effects) {
        lead.forget();
        giveUp(effects);
        goOn(effects);
    }

    @Override
    public void ended(Leg leg, Effects effects) {
        if (state == State.SIGNED_IN) {
            lead.conversation().ended(leg, effects);
        } else if (state != State.OVER) {
            close(CloseReason.FINISHED, effects);
        }
    }

    @Override
    public Phase phase() {
        return switch (state) {
            case OPENING -> Phase.OPENING;
            case ASKING, SECURING, CONNECTING, SIGNING, RESPONDING, OVER -> Phase.UNAUTHENTICATED;
            case SIGNED_IN -> lead.conversation().phase();
        };
    }

    @Override
    public boolean interruptible() {
        return switch (state) {
            case ASKING -> true;
            case OPENING, SECURING, CONNECTING, SIGNING, RESPONDING, OVER -> false;
            case SIGNED_IN -> lead.conversation().interruptible();
        };
    }

    @Override
    public boolean full() {
        return switch (state) {
            case SIGNED_IN -> lead.conversation().full();
            case ASKING, OPENING, SECURING, CONNECTING, SIGNING, RESPONDING, OVER -> false;
        };
    }

    // --- the client

    private void read(ByteBuffer in, Effects effects) {
        while (in.hasRemaining()) {
            switch (state) {
                case ASKING -> step(reception.read(in), in, effects);
                case RESPONDING -> respond(in, effects);
                case OPENING, CONNECTING, SIGNING -> hold(in, effects);
                case SECURING -> close(CloseReason.TLS_INJECTION, effects);
                case SIGNED_IN -> {
                    lead.received(Leg.CLIENT, in.slice(), effects);
                    in.position(in.limit());
                }
                case OVER -> in.position(in.limit());
            }
        }
    }

    private void hold(ByteBuffer in, Effects effects) {
        if (!held.add(in, in.limit())) {
            refuse(CloseReason.LIMIT, effects);
        }
    }

    private void step(Reception.Step step, ByteBuffer in, Effects effects) {
        switch (step) {
            case Reception.Nothing nothing -> {}
            case Reception.Answer answer -> {
                say(answer.text(), effects);
                count(answer.complete(), effects);
            }
            case Reception.StartTls tls -> {
                if (in.hasRemaining()) {
                    close(CloseReason.TLS_INJECTION, effects);
                } else {
                    say(tls.goAhead(), effects);
                    effects.startTls(Leg.CLIENT);
                    state = State.SECURING;
                }
            }
            case Reception.Named named -> {
                count(true, effects);
                if (state == State.ASKING) {
                    named(named.signIn(), effects);
                } else {
                    named.signIn().wipe();
                }
            }
            case Reception.End end -> {
                if (!end.farewell().isEmpty()) {
                    say(end.farewell(), effects);
                }
                close(end.reason(), effects);
            }
        }
    }

    private static void say(String text, Effects effects) {
        effects.send(Leg.CLIENT, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void count(boolean command, Effects effects) {
        if (command && ++commands > limits.commands()) {
            refuse(CloseReason.LIMIT, effects);
        }
    }

    /// One line within a SASL exchange that the upstream leads.
    private void respond(ByteBuffer in, Effects effects) {
        int end = in.position();
        while (end < in.limit() && in.get(end) != '\n') {
            end++;
        }
        boolean complete = end < in.limit();
        if (!line.add(in, complete ? end + 1 : end)) {
            refuse(CloseReason.LIMIT, effects);
        } else if (complete) {
            state = State.SIGNING;
            lead.say(line.take(), effects);
            settle(effects);
        }
    }

    // --- the upstream

    private void named(SignIn by, Effects effects) {
        Optional<Route> route = routes.of(by.user());
        if (route.isEmpty()) {
            by.wipe();
            effects.send(Leg.CLIENT, reception.nobody(by));
            return;
        }
        signIn = by;
        if (lead.leadsTo(route.get())) {
            state = State.SIGNING;
            lead.again(reception.answers(by, false));
            settle(effects);
            return;
        }
        reception.preamble().ifPresent(by::precededBy);
        state = State.CONNECTING;
        lead.choose(route.get());
        effects.connect(route.get().upstream());
    }

    /// An answer of the upstream's.
    private void said(UpstreamAnswers.Kind kind, byte[] octets, Effects effects) {
        if (state == State.SIGNED_IN) {
            effects.send(Leg.CLIENT, octets);
            return;
        }
        SignIn running = signIn;
        if (running == null || lead.lost()) {
            return;
        }
        switch (kind) {
            case READY -> lead.wantMore();
            case GO_ON -> {
                if (running.hasMore()) {
                    lead.wantMore();
                } else if (!running.goesOn()) {
                    lead.stray();
                } else {
                    state = State.RESPONDING;
                    effects.send(Leg.CLIENT, octets);
                }
            }
            case ACCEPTED -> {
                if (running.hasMore()) {
                    lead.stray();
                    return;
                }
                signedOff();
                lead.accepted();
                state = State.SIGNED_IN;
                effects.send(Leg.CLIENT, octets);
            }
            case REFUSED -> {
                signedOff();
                lead.rest();
                state = State.ASKING;
                effects.send(Leg.CLIENT, octets);
            }
            case TALK -> effects.send(Leg.CLIENT, octets);
            case ASIDE -> {}
            case UNUSABLE -> lead.lose();
        }
    }

    private final class Hearing implements Lead.Heard {
        @Override
        public void said(UpstreamAnswers.Kind kind, byte[] octets, Effects effects) {
            FrontConversation.this.said(kind, octets, effects);
        }

        @Override
        public void piping(Effects effects) {
            if (!held.isEmpty()) {
                effects.send(Leg.UPSTREAM, held.take());
            }
        }
    }

    /// Does what the upstream's answers have made necessary.
    private void settle(Effects effects) {
        boolean busy = true;
        while (busy) {
            if (lead.strayed() && signIn != null) {
                refuse(CloseReason.UPSTREAM_OUT_OF_STEP, effects);
                return;
            }
            if (lead.lost()) {
                lead.forget();
                effects.disconnect();
                giveUp(effects);
            }
            Optional<byte[]> part =
                    lead.wantsMore() && signIn != null ? signIn.next() : Optional.empty();
            busy = part.isPresent();
            part.ifPresent(octets -> lead.say(octets, effects));
        }
        goOn(effects);
    }

    private void goOn(Effects effects) {
        while (!held.isEmpty() && takesMore()) {
            byte[] octets = held.take();
            read(ByteBuffer.wrap(octets), effects);
            Arrays.fill(octets, (byte) 0);
        }
    }

    private boolean takesMore() {
        return switch (state) {
            case ASKING, RESPONDING, SIGNED_IN -> true;
            case OPENING, SECURING, CONNECTING, SIGNING, OVER -> false;
        };
    }

    /// The upstream is gone.
    private void giveUp(Effects effects) {
        SignIn present = signIn;
        if (present != null) {
            effects.send(Leg.CLIENT, reception.unavailable(present));
            signedOff();
            state = State.ASKING;
        }
    }

    private void signedOff() {
        if (signIn != null) {
            signIn.wipe();
            signIn = null;
        }
        line.wipe();
    }

    private void refuse(CloseReason reason, Effects effects) {
        effects.send(Leg.CLIENT, reception.farewell(reason));
        close(reason, effects);
    }

    private void close(CloseReason reason, Effects effects) {
        signedOff();
        held.wipe();
        state = State.OVER;
        effects.close(reason);
    }
}
