package org.tapline.proxy.smtp;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.Way;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;

/// Bodies and chunks on their way: kept, and passed to the upstream, unless all recipients are in
/// the BCC domain. Then the message is ours: the upstream, which has taken MAIL already, is told
/// RSET, and the client is answered here.
final class Bodies {
    private final Dialogue dialogue;

    /// What is being sent: a DATA body, or the chunks of one message.
    private @Nullable Message message;

    /// The envelope of a message that is ours alone.
    private @Nullable Transaction own;

    private @Nullable BodyFramer framer;
    private boolean ownNamed;
    private boolean upstreamNamed;
    private long chunkLeft;
    private boolean lastChunk;

    Bodies(Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    /// Who answers a DATA or BDAT.
    enum Route {
        UPSTREAM,
        OWN,
        /// Not known before the replies due are there.
        WAIT,
        /// DATA between the chunks of a message of ours.
        BAD_SEQUENCE
    }

    /// A transaction begins or is given up: EHLO, HELO, RSET, MAIL.
    void reset(Effects effects) {
        Message unfinished = message;
        if (unfinished != null) {
            dialogue.discard(unfinished, effects);
        }
        message = null;
        own = null;
        ownNamed = false;
        upstreamNamed = false;
    }

    /// A recipient was named.
    void named(boolean inBccDomain) {
        ownNamed |= inBccDomain;
        upstreamNamed |= !inBccDomain;
    }

    /// Whether a message that has no part upstream is being received.
    boolean receivingOwn() {
        return own != null;
    }

    /// A DATA command.
    Route data(Effects effects) {
        if (own != null) {
            return Route.BAD_SEQUENCE;
        }
        if (ownNamed && dialogue.clientWaits()) {
            return Route.WAIT;
        }
        Route route = route(effects);
        if (route == Route.OWN) {
            beginBody(effects);
        }
        return route;
    }

    /// A BDAT command. It waits only where nothing but its first chunk may follow: chunks come
    /// right behind and would have to be withheld.
    Route route(Effects effects) {
        if (own != null) {
            return dialogue.clientWaits() ? Route.WAIT : Route.OWN;
        }
        if (!ownNamed) {
            return Route.UPSTREAM;
        }
        if (dialogue.clientWaits()) {
            return upstreamNamed ? Route.UPSTREAM : Route.WAIT;
        }
        Transaction transaction = dialogue.transaction;
        if (transaction == null || !transaction.ownOnly()) {
            return Route.UPSTREAM;
        }
        own = transaction;
        dialogue.transaction = null;
        effects.send(Leg.UPSTREAM, Answers.line("RSET"));
        dialogue.due.add(new Due.OwnReset());
        return Route.OWN;
    }

    /// 354 was said, by the upstream or by us.
    Message beginBody(Effects effects) {
        Message unfinished = message;
        if (unfinished != null) {
            dialogue.discard(unfinished, effects);
        }
        Message begun = dialogue.openMessage(effects, expected());
        message = begun;
        framer = new BodyFramer(dialogue.settings.limits().nulsBehindDot());
        dialogue.mode = Dialogue.Mode.BODY;
        return begun;
    }

    /// A chunk that goes upstream: the reply to it is due.
    Due upstreamChunk(Command.Bdat bdat, Effects effects) {
        return new Due.Chunk(assembled(effects), bdat.last());
    }

    /// A chunk of a message that is ours.
    void ownChunk(Command.Bdat bdat, Effects effects) {
        assembled(effects);
    }

    /// The chunk's octets follow.
    void begin(Command.Bdat bdat, Effects effects) {
        chunkLeft = bdat.size();
        lastChunk = bdat.last();
        if (chunkLeft == 0) {
            endChunk(effects);
        } else {
            dialogue.mode = Dialogue.Mode.CHUNK;
        }
    }

    /// Octets of a chunk.
    void chunk(Passage in) {
        int from = in.at();
        int to = (int) Math.min(in.end(), from + chunkLeft);
        take(in, from, to);
        chunkLeft -= to - from;
        in.goOn(to);
        if (chunkLeft == 0) {
            endChunk(in.effects());
        }
    }

    /// Octets of a DATA body.
    void body(Passage in) {
        BodyFramer running = framer;
        Message sent = message;
        if (running == null || sent == null) {
            dialogue.mode = Dialogue.Mode.COMMANDS;
            return;
        }
        ByteBuffer view = in.view();
        switch (running.take(view, in.at(), in.end(), new Sink(in, sent))) {
            case OPEN -> {}
            case ENDED -> {
                dialogue.mode = Dialogue.Mode.COMMANDS;
                framer = null;
                completed(in.effects());
            }
            case AMBIGUOUS -> {
                dialogue.discard(sent, in.effects());
                framer = null;
                in.effects().send(Leg.CLIENT, Answers.line(Answers.AMBIGUOUS_END));
                dialogue.verdict = new Dialogue.Close(CloseReason.AMBIGUOUS_FRAMING);
            }
        }
    }

    /// A dot held back, with what has come behind it.
    byte[] heldOctets() {
        BodyFramer running = framer;
        return running == null ? new byte[0] : running.heldOctets();
    }

    private void endChunk(Effects effects) {
        dialogue.mode = Dialogue.Mode.COMMANDS;
        if (lastChunk) {
            completed(effects);
        } else if (own != null) {
            effects.send(Leg.CLIENT, Answers.line(Answers.CHUNK_TAKEN));
        }
    }

    private void completed(Effects effects) {
        Message sent = message;
        Transaction envelope = own;
        message = null;
        own = null;
        if (sent == null) {
            return;
        }
        sent.completed();
        if (envelope != null) {
            answerOwn(dialogue.commit(Way.BCC, sent, envelope, true, effects), effects);
        }
    }

    /// Nobody but us has the message: the client may forget it only when the journal has it.
    private static void answerOwn(OptionalInt commit, Effects effects) {
        byte[] lost = Answers.line(Answers.NOT_FILED);
        if (commit.isPresent()) {
            effects.answerWhenDurable(commit.getAsInt(), Answers.line(Answers.FILED), lost);
        } else {
            effects.send(Leg.CLIENT, lost);
        }
    }

    private Message assembled(Effects effects) {
        Message assembled = message;
        if (assembled == null) {
            assembled = dialogue.openMessage(effects, expected());
            message = assembled;
        }
        return assembled;
    }

    private long expected() {
        Transaction envelope = own != null ? own : dialogue.transaction;
        return envelope == null ? -1 : envelope.expectedOctets();
    }

    private void take(Passage in, int from, int to) {
        Message sent = message;
        if (own == null) {
            in.pass(from, to);
        }
        if (sent != null && sent.open()) {
            in.keep(sent.piece(), from, to);
        }
    }

    private final class Sink implements BodyFramer.Sink {
        private final Passage in;
        private final Message sent;

        private Sink(Passage in, Message sent) {
            this.in = in;
            this.sent = sent;
        }

        @Override
        public void forward(int from, int to) {
            if (own == null) {
                in.pass(from, to);
            }
        }

        @Override
        public void keep(int from, int to) {
            if (sent.open()) {
                in.keep(sent.piece(), from, to);
            }
        }

        @Override
        public void held(byte[] octets, int kept) {
            if (own == null) {
                in.effects().send(Leg.UPSTREAM, octets);
            }
            if (sent.open()) {
                in.effects().keep(sent.piece(), octets, octets.length - kept, kept);
            }
        }

        @Override
        public void consumed(int to) {
            in.goOn(to);
        }
    }
}
