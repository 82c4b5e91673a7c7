package org.tapline.proxy.smtp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.OpaqueReason;
import org.tapline.proxy.sasl.SaslObserver;

/// The client's octets: cut into command lines, SASL responses, bodies and chunks, by what the
/// replies have made of the session.
///
/// | mode | octets | next |
/// | --- | --- | --- |
/// | commands | a line | commands; chunk after BDAT; waiting after DATA and AUTH |
/// | SASL response | a line | commands, waiting |
/// | body | CRLF.CRLF | commands |
/// | chunk | as many as announced | commands |
/// | any, waiting | anything | withheld until no reply is due; the reply sets the mode |
///
/// Quirk: a bare LF ends a command too, as it does for most servers; since some see no end there,
/// nothing goes on behind it before its reply has come.
final class ClientLeg {
    private static final byte[] AUTH = "AUTH ".getBytes(StandardCharsets.US_ASCII);

    /// Content type of a handshake record: RFC 8446 §5.1.
    private static final byte TLS_HANDSHAKE = 0x16;

    private final Dialogue dialogue;
    private final Bodies bodies;
    private final ByteArrayOutputStream partialLine = new ByteArrayOutputStream();
    private final Withheld withheld = new Withheld();

    /// The partial line is an AUTH command, which may be long.
    private boolean authLine;

    /// A complete line that waits for replies due.
    private byte @Nullable [] delayed;

    ClientLeg(Dialogue dialogue, Bodies bodies) {
        this.dialogue = dialogue;
        this.bodies = bodies;
    }

    /// Octets of the running buffer. Those behind the end of the understanding are left.
    void received(Passage in) {
        take(in);
        if (in.hasMore() && dialogue.verdict == null) {
            withheld.add(in);
            in.goOn(in.end());
            if (withheld.size() > limits().withheld()) {
                refuse(Answers.TOO_MUCH_AHEAD, CloseReason.LIMIT, in.effects());
            }
        }
    }

    /// Half of what may be withheld is: the rest is for what is on its way. Nothing is withheld but
    /// for replies of the upstream, so that whoever reads no more of the client waits for these
    /// alone.
    boolean full() {
        return withheld.size() >= limits().withheld() / 2;
    }

    /// A reply has come: goes on with what was withheld.
    void resume(Effects effects) {
        byte[] line = delayed;
        Passage in = withheld.passage(effects);
        if (line != null && !dialogue.waiting) {
            delayed = null;
            dispatch(new Line(line, -1, -1), in);
        }
        take(in);
        withheld.goOn(in);
    }

    /// Lets go of everything withheld: the session becomes a pipe.
    void release(Effects effects) {
        byte[] line = delayed;
        if (line != null) {
            effects.send(Leg.UPSTREAM, line);
        }
        for (byte[] part :
                new byte[][] {partialLine.toByteArray(), bodies.heldOctets(), withheld.drain()}) {
            if (part.length > 0) {
                effects.send(Leg.UPSTREAM, part);
            }
        }
    }

    private SmtpLimits limits() {
        return dialogue.settings.limits();
    }

    private void take(Passage in) {
        while (in.hasMore() && dialogue.verdict == null) {
            if (dialogue.tlsAsked) {
                dialogue.verdict = new Dialogue.Close(CloseReason.TLS_INJECTION);
                return;
            }
            // A chunk's octets never wait for the limit: the replies that would make room wait for
            // the chunk.
            boolean full = dialogue.due.size() >= limits().pipeline();
            dialogue.waiting |= full && dialogue.mode == Dialogue.Mode.COMMANDS;
            if (dialogue.waiting) {
                return;
            }
            switch (dialogue.mode) {
                case COMMANDS, SASL_RESPONSE -> line(in);
                case BODY -> bodies.body(in);
                case CHUNK -> bodies.chunk(in);
            }
        }
    }

    /// A line with its line end; `from` and `to` are its place in the passage, or -1 when it is
    /// not (wholly) there.
    private static final class Line {
        private final byte[] octets;
        private final int from;
        private final int to;

        private Line(byte[] octets, int from, int to) {
            this.octets = octets;
            this.from = from;
            this.to = to;
        }

        private boolean endsInCrLf() {
            return octets.length > 1 && octets[octets.length - 2] == '\r';
        }
    }

    private void line(Passage in) {
        int at = in.at();
        int end = at;
        while (end < in.end() && in.view().get(end) != '\n') {
            end++;
        }
        boolean complete = end < in.end();
        int to = complete ? end + 1 : end;
        int before = partialLine.size();
        authLine |= before < AUTH.length && beginsWithAuth(in, at, to);
        int looked = Math.min(to, at + limit() + 1 - before);
        partialLine.writeBytes(in.copy(at, looked));
        if (partialLine.size() > before && isTlsRecord(before, in.view().get(at))) {
            in.goOn(looked);
            refuse(Answers.NOT_IMPLEMENTED, CloseReason.NOT_THIS_PROTOCOL, in.effects());
            return;
        }
        if (partialLine.size() > limit()) {
            in.goOn(looked);
            lineTooLong(in.effects());
            return;
        }
        in.goOn(to);
        if (complete) {
            byte[] octets = partialLine.toByteArray();
            partialLine.reset();
            authLine = false;
            dispatch(before == 0 ? new Line(octets, at, to) : new Line(octets, -1, -1), in);
        }
    }

    /// A client that speaks TLS where none has begun: its record may hold no line end at all.
    private boolean isTlsRecord(int before, byte first) {
        return before == 0 && first == TLS_HANDSHAKE && dialogue.mode == Dialogue.Mode.COMMANDS;
    }

    private int limit() {
        boolean auth = authLine || dialogue.mode == Dialogue.Mode.SASL_RESPONSE;
        return auth ? limits().authLine() : limits().commandLine();
    }

    private boolean beginsWithAuth(Passage in, int at, int to) {
        byte[] begun = partialLine.toByteArray();
        for (int i = 0; i < AUTH.length; i++) {
            int there = at + i - begun.length;
            if (there >= to) {
                return false;
            }
            byte octet = i < begun.length ? begun[i] : in.view().get(there);
            if (Character.toUpperCase(octet) != AUTH[i]) {
                return false;
            }
        }
        return true;
    }

    private void lineTooLong(Effects effects) {
        if (dialogue.identity == null) {
            refuse(Answers.LINE_TOO_LONG, CloseReason.LIMIT, effects);
        } else {
            dialogue.verdict = new Dialogue.Opaque(OpaqueReason.LINE_TOO_LONG);
        }
    }

    private void dispatch(Line line, Passage in) {
        if (dialogue.mode == Dialogue.Mode.SASL_RESPONSE) {
            saslResponse(line, in);
            return;
        }
        Command command = CommandParser.parse(line.octets);
        if (!dialogue.clientSecured && !allowedBeforeTls(command)) {
            answer(Answers.TLS_FIRST, line, in);
            return;
        }
        switch (command) {
            case Command.Ehlo ehlo -> reset(new Due.Ehlo(), line, in);
            case Command.Helo helo -> reset(new Due.Reset(), line, in);
            case Command.Rset rset -> reset(new Due.Reset(), line, in);
            case Command.Mail mail -> reset(new Due.Mail(mail), line, in);
            case Command.StartTls startTls -> startTls(startTls, line, in);
            case Command.Auth auth -> auth(auth, line, in);
            case Command.Rcpt rcpt -> recipient(rcpt, line, in);
            case Command.Data data -> data(line, in);
            case Command.Bdat bdat -> {
                // Behind a bare LF, chunk or command is in doubt, and there is no reply to wait
                // for.
                if (line.endsInCrLf()) {
                    chunk(bdat, line, in);
                } else {
                    brokenChunk(line, in);
                }
            }
            case Command.BrokenBdat bdat -> brokenChunk(line, in);
            case Command.Hidden hidden -> answer(Answers.NOT_IMPLEMENTED, line, in);
            case Command.Foreign foreign -> {
                if (answer(Answers.NOT_IMPLEMENTED, line, in)) {
                    dialogue.verdict = new Dialogue.Close(CloseReason.NOT_THIS_PROTOCOL);
                }
            }
            case Command.Harmless harmless -> pass(new Due.Other(), line, in);
            case Command.Other other -> pass(new Due.Other(), line, in);
        }
    }

    /// RFC 3207 §4 names NOOP, EHLO, STARTTLS and QUIT; HELO, RSET and HELP harm nobody. What
    /// Tapline answers itself in any case does so here too.
    private static boolean allowedBeforeTls(Command command) {
        return switch (command) {
            case Command.Ehlo c -> true;
            case Command.Helo c -> true;
            case Command.StartTls c -> true;
            case Command.Rset c -> true;
            case Command.Harmless c -> true;
            case Command.Hidden c -> true;
            case Command.Foreign c -> true;
            case Command.BrokenBdat c -> true;
            case Command.Auth c -> false;
            case Command.Mail c -> false;
            case Command.Rcpt c -> false;
            case Command.Data c -> false;
            case Command.Bdat c -> false;
            case Command.Other c -> false;
        };
    }

    private void reset(Due due, Line line, Passage in) {
        bodies.reset(in.effects());
        pass(due, line, in);
    }

    private void startTls(Command.StartTls startTls, Line line, Passage in) {
        if (!startTls.bare()) {
            answer(Answers.TLS_WITH_PARAMETER, line, in);
        } else if (dialogue.clientSecured) {
            boolean active = dialogue.settings.clientTls() != Tls.NONE;
            answer(active ? Answers.TLS_ACTIVE : Answers.NOT_IMPLEMENTED, line, in);
        } else if (answer(Answers.START_TLS, line, in)) {
            in.effects().startTls(Leg.CLIENT);
            dialogue.tlsAsked = true;
        }
    }

    private void auth(Command.Auth auth, Line line, Passage in) {
        if (!dialogue.passes(auth.mechanism())) {
            answer(Answers.MECHANISM, line, in);
            return;
        }
        dialogue.sasl =
                SaslObserver.start(
                        auth.mechanism(),
                        auth.initial().map(text -> text.getBytes(StandardCharsets.ISO_8859_1)),
                        limits().sasl());
        pass(new Due.Auth(), line, in);
        dialogue.waiting = true;
    }

    private void saslResponse(Line line, Passage in) {
        SaslObserver sasl = dialogue.sasl;
        if (sasl != null) {
            String text = new String(line.octets, StandardCharsets.ISO_8859_1).strip();
            sasl.client(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        dialogue.mode = Dialogue.Mode.COMMANDS;
        pass(new Due.Auth(), line, in);
        dialogue.waiting = true;
    }

    private void recipient(Command.Rcpt rcpt, Line line, Passage in) {
        boolean own = dialogue.identity != null && dialogue.settings.ownBcc(rcpt.address());
        bodies.named(own);
        if (own) {
            dialogue.due.add(new Due.OwnRcpt(rcpt.address()));
            dialogue.answerOwnRecipients(in.effects());
        } else {
            pass(new Due.Rcpt(rcpt.address()), line, in);
        }
    }

    private void data(Line line, Passage in) {
        switch (bodies.data(in.effects())) {
            case WAIT -> delay(line);
            case OWN -> in.effects().send(Leg.CLIENT, Answers.line(Answers.SEND_BODY));
            case BAD_SEQUENCE -> answer(Answers.BAD_SEQUENCE, line, in);
            case UPSTREAM -> {
                pass(new Due.Data(), line, in);
                dialogue.waiting = true;
            }
        }
    }

    private void chunk(Command.Bdat bdat, Line line, Passage in) {
        switch (bodies.route(in.effects())) {
            case WAIT -> delay(line);
            case OWN, BAD_SEQUENCE -> bodies.ownChunk(bdat, in.effects());
            case UPSTREAM -> pass(bodies.upstreamChunk(bdat, in.effects()), line, in);
        }
        if (delayed == null) {
            bodies.begin(bdat, in.effects());
        }
    }

    private void brokenChunk(Line line, Passage in) {
        if (answer(Answers.BROKEN_BDAT, line, in)) {
            dialogue.verdict = new Dialogue.Close(CloseReason.AMBIGUOUS_FRAMING);
        }
    }

    /// Lets a command pass; its reply is due.
    private void pass(Due due, Line line, Passage in) {
        dialogue.due.add(due);
        if (line.from >= 0) {
            in.pass(line.from, line.to);
        } else {
            in.effects().send(Leg.UPSTREAM, line.octets);
        }
        dialogue.waiting |= !line.endsInCrLf();
    }

    /// Answers in the upstream's place, as soon as the replies due before are there.
    ///
    /// @return false when the line has to wait
    private boolean answer(String text, Line line, Passage in) {
        if (dialogue.clientWaits()) {
            delay(line);
            return false;
        }
        in.effects().send(Leg.CLIENT, Answers.line(text));
        return true;
    }

    private void delay(Line line) {
        delayed = line.octets;
        dialogue.waiting = true;
    }

    private void refuse(String text, CloseReason reason, Effects effects) {
        effects.send(Leg.CLIENT, Answers.line(text));
        dialogue.verdict = new Dialogue.Close(reason);
    }
}
