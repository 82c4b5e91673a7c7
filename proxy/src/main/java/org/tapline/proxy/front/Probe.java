package org.tapline.proxy.front;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.Phase;
import org.tapline.proxy.conversation.Routes.Route;

/// Asks an upstream what it offers: a session in which Tapline itself is the client. The protocol's
/// own conversation stands between, so that what is learned is what a client may see.
///
/// | event | what it does |
/// | --- | --- |
/// | the upstream is ready | the question is asked |
/// | the answer is complete | learned; farewell, closed |
/// | anything else | closed |
public final class Probe implements Conversation {
    private final Lead lead;
    private final Route route;
    private final Question question;
    private final Consumer<List<String>> learned;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private boolean answered;
    private boolean over;

    /// What is asked.
    ///
    /// @param ask the command, with its line end
    /// @param farewell the command that ends the session
    /// @param answers reader of greeting and answer
    /// @param reading what the complete answer says
    public record Question(
            String ask,
            String farewell,
            UpstreamAnswers answers,
            Function<String, List<String>> reading) {}

    /// @param learned told what the upstream offers, at most once
    public Probe(
            Route route,
            Function<Route, Conversation> conversations,
            Question question,
            Consumer<List<String>> learned) {
        this.route = route;
        this.question = question;
        this.learned = learned;
        this.lead =
                new Lead(
                        conversations,
                        new Lead.Heard() {
                            @Override
                            public void said(
                                    UpstreamAnswers.Kind kind, byte[] octets, Effects effects) {
                                heard(kind, octets);
                            }

                            @Override
                            public void piping(Effects effects) {
                                answered = true;
                            }
                        });
    }

    @Override
    public void opened(Effects effects) {
        lead.choose(route);
        lead.begin(question.answers(), effects);
        goOn(effects);
    }

    @Override
    public void received(Leg from, ByteBuffer octets, Effects effects) {
        if (!over) {
            lead.received(from, octets, effects);
            goOn(effects);
        }
    }

    @Override
    public void secured(Leg leg, Effects effects) {
        if (!over) {
            lead.secured(effects);
            goOn(effects);
        }
    }

    @Override
    public void ended(Leg leg, Effects effects) {
        over = true;
        effects.close(CloseReason.FINISHED);
    }

    @Override
    public Phase phase() {
        return over ? Phase.PIPE : Phase.UNAUTHENTICATED;
    }

    private void heard(UpstreamAnswers.Kind kind, byte[] octets) {
        switch (kind) {
            case READY -> lead.wantMore();
            case TALK -> answer.writeBytes(octets);
            case GO_ON, ACCEPTED -> {
                answer.writeBytes(octets);
                answered = true;
            }
            case REFUSED, UNUSABLE -> lead.lose();
            case ASIDE -> {}
        }
    }

    private void goOn(Effects effects) {
        if (lead.wantsMore()) {
            lead.say(question.ask().getBytes(StandardCharsets.ISO_8859_1), effects);
        }
        if (over || !(answered || lead.lost())) {
            return;
        }
        over = true;
        if (answered) {
            learned.accept(question.reading().apply(answer.toString(StandardCharsets.ISO_8859_1)));
            effects.send(Leg.UPSTREAM, question.farewell().getBytes(StandardCharsets.ISO_8859_1));
        }
        effects.close(CloseReason.FINISHED);
    }
}
