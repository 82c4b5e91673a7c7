package org.tapline.proxy.imap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.CopiedEffects;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.HeldOctets;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.OpaqueReason;
import org.tapline.proxy.conversation.Phase;

/// The client's octets: commands, their literals, SASL responses, DONE.
///
/// | state | sees | next |
/// | --- | --- | --- |
/// | COMMAND | line without literal | COMMAND, RESPONSE (AUTHENTICATE) or IDLE, both behind a gate
/// |
/// | COMMAND | line with literal | ARGUMENTS, at once or behind a gate |
/// | ARGUMENTS | line, as above | as above |
/// | RESPONSE | line | RESPONSE, behind a gate |
/// | IDLE | `DONE` | COMMAND |
/// | RESPONSE, IDLE | the command's answer | COMMAND |
final class ClientSide {
    private enum State {
        COMMAND,
        ARGUMENTS,
        RESPONSE,
        IDLE
    }

    private final Session session;
    private final LineFramer framer;
    private final HeldOctets held;
    private final Cursor cursor = new Cursor();
    private final CommandReader reader;
    private final ClientLiteral literal;

    private State state = State.COMMAND;
    private Gate gate = Gate.GREETING;
    private @Nullable Command current;
    private long announced;

    /// Whether the running frame is on its way, held, or answered by us.
    private boolean settled;

    /// The session has become a pipe while octets of this side were read: the line that was
    /// running then has passed.
    private boolean piped;

    /// The running octets had to wait before; those that have to wait longer stay where they are.
    private boolean replaying;

    /// Whether the client has said anything in the running SASL exchange.
    private boolean spoke;

    ClientSide(Session session) {
        this.session = session;
        framer = new LineFramer(session.limits().commandLine());
        held = new HeldOctets(session.limits().heldBack());
        reader = new CommandReader(session);
        literal = new ClientLiteral(session);
    }

    // --- octets

    void feed(ByteBuffer in) {
        while (session.ending().isEmpty() && in.hasRemaining()) {
            if (gate != Gate.OPEN) {
                hold(in);
                break;
            }
            settled = false;
            switch (framer.next(in)) {
                case NOTHING -> settled = true;
                case FRAGMENT -> fragment();
                case LITERAL -> literal(in);
                case LINE -> {
                    line(in.hasRemaining());
                    if (session.ending().isEmpty()) {
                        wipeCredentials();
                        session.advance();
                    }
                }
            }
        }
        if (session.ending().filter(Ending::pipes).isPresent()) {
            piped = true;
            if (!settled) {
                forward();
            }
        }
    }

    private void wipeCredentials() {
        if (session.phase() == Phase.UNAUTHENTICATED) {
            framer.wipe();
        }
    }

    private void hold(ByteBuffer in) {
        settled = true;
        if (gate == Gate.TLS) {
            session.close(CloseReason.TLS_INJECTION, "");
        } else if (!replaying && !held.add(in, in.limit())) {
            held.add(in, in.position() + held.room());
            session.opaque(OpaqueReason.CLIENT_SYNTAX);
            if (session.ending().filter(Ending::pipes).isPresent()) {
                session.effects().send(Leg.UPSTREAM, held.take());
            }
        }
    }

    /// Lets everything withheld go: the session becomes a pipe, or ends.
    void release() {
        if (framer.incomplete() && !piped) {
            session.effects().send(Leg.UPSTREAM, framer.begunOctets());
        }
        if (!held.isEmpty()) {
            session.effects().send(Leg.UPSTREAM, held.take());
        }
    }

    /// Takes up what waited for the upstream's answer, if it is there now.
    void replay() {
        while (session.ending().isEmpty() && gate == Gate.OPEN && !held.isEmpty()) {
            ByteBuffer octets = held.view();
            Effects relay = session.effects();
            session.use(new CopiedEffects(relay, Leg.CLIENT, octets));
            replaying = true;
            feed(octets);
            replaying = false;
            held.readUpTo(octets.position());
            session.use(relay);
        }
    }

    private void fragment() {
        if (isBinary(framer.gathered().get(0))) {
            session.close(CloseReason.NOT_THIS_PROTOCOL, "");
        } else if (framer.beyondLimit()) {
            tooLong();
        } else {
            settled = true;
        }
    }

    /// A command cannot begin so: TLS on the clear port, or worse.
    private boolean isBinary(byte first) {
        return session.phase() == Phase.UNAUTHENTICATED
                && state == State.COMMAND
                && CommandReader.isBinary(first);
    }

    private void tooLong() {
        if (session.phase() == Phase.UNAUTHENTICATED) {
            session.close(CloseReason.LIMIT, "* BYE Line too long\r\n");
        } else {
            session.opaque(OpaqueReason.LINE_TOO_LONG);
        }
    }

    private void forward() {
        if (framer.hasEarlier()) {
            session.effects().send(Leg.UPSTREAM, framer.earlierOctets());
        }
        session.effects().pass(framer.from(), framer.to());
        settled = true;
    }

    private void literal(ByteBuffer in) {
        settled = true;
        if (!literal.swallows()) {
            session.effects().pass(framer.from(), framer.to());
        }
        literal.octets(in, framer.from(), framer.to(), framer.literalLeft() == 0);
    }

    // --- lines

    private void line(boolean octetsFollow) {
        if (isBinary(framer.line().get(framer.lineFrom()))) {
            session.close(CloseReason.NOT_THIS_PROTOCOL, "");
            return;
        }
        if (framer.beyondLimit()) {
            tooLong();
            return;
        }
        if (!framer.strict()) {
            session.opaque(OpaqueReason.CLIENT_SYNTAX);
            return;
        }
        cursor.over(framer.line(), framer.lineFrom(), framer.lineTo());
        switch (state) {
            case COMMAND -> command(octetsFollow);
            case ARGUMENTS -> arguments(running(), octetsFollow);
            case RESPONSE -> response(running());
            case IDLE -> done();
        }
    }

    private Command running() {
        if (current == null) {
            throw new IllegalStateException("no command is running");
        }
        return current;
    }

    private void command(boolean octetsFollow) {
        if (cursor.done()) {
            forward();
            return;
        }
        if (session.phase() == Phase.UNAUTHENTICATED && reader.isHttp(cursor)) {
            session.close(CloseReason.NOT_THIS_PROTOCOL, "");
            return;
        }
        Optional<Command> read = reader.begin(cursor);
        if (read.isEmpty()) {
            session.opaque(OpaqueReason.CLIENT_SYNTAX);
            return;
        }
        if (session.open().count() >= session.limits().openCommands()) {
            session.opaque(OpaqueReason.TOO_MUCH_AT_ONCE);
            return;
        }
        current = read.get();
        literal.begin();
        arguments(current, octetsFollow);
    }

    private void arguments(Command command, boolean octetsFollow) {
        LiteralMark mark = framer.mark();
        if (!reader.read(command, cursor, mark.present())) {
            session.opaque(OpaqueReason.CLIENT_SYNTAX);
            return;
        }
        if (mark.present() && !acceptable(command, mark)) {
            return;
        }
        if (state == State.COMMAND) {
            reader.refuse(command);
            session.open().add(command);
        }
        if (command.ours()) {
            settled = true;
        } else {
            forward();
        }
        if (mark.present()) {
            literalFollows(command, mark);
        } else {
            complete(command, octetsFollow);
        }
    }

    /// Refuses a literal that the upstream might read as commands.
    private boolean acceptable(Command command, LiteralMark mark) {
        if (!session.capabilities().takes(mark)) {
            session.close(
                    CloseReason.AMBIGUOUS_FRAMING,
                    new String(command.tag(), StandardCharsets.ISO_8859_1)
                            + " BAD Literal of a form that was not offered\r\n"
                            + "* BYE Literal of a form that was not offered\r\n");
            return false;
        }
        if (!literal.count()) {
            session.opaque(OpaqueReason.TOO_MUCH_AT_ONCE);
            return false;
        }
        return true;
    }

    private void literalFollows(Command command, LiteralMark mark) {
        state = State.ARGUMENTS;
        announced = mark.size();
        if (mark.form() == LiteralMark.Form.NON_SYNCHRONISING) {
            startLiteral(command);
        } else if (command.ours()) {
            finish(command);
        } else if (!session.open().contains(command)) {
            session.opaque(OpaqueReason.CLIENT_SYNTAX);
        } else {
            gate = Gate.LITERAL;
        }
    }

    private void startLiteral(Command command) {
        literal.start(command, announced);
        framer.expectLiteral(announced);
        if (announced == 0) {
            literal.octets(framer.line(), 0, 0, true);
        }
    }

    private void complete(Command command, boolean octetsFollow) {
        if (command.ours()) {
            finish(command);
            if (command.name() == CommandName.STARTTLS && session.exposed()) {
                gate = Gate.TLS;
                if (octetsFollow) {
                    session.close(CloseReason.TLS_INJECTION, "");
                }
            }
            return;
        }
        command.markSent();
        switch (command.name()) {
            case AUTHENTICATE -> {
                state = State.RESPONSE;
                gate = Gate.CHALLENGE;
                spoke = command.arguments().count() > 1;
                reader.startExchange(command);
            }
            case IDLE -> {
                state = State.IDLE;
                gate = Gate.IDLE;
            }
            default -> finish(command);
        }
    }

    private void finish(Command command) {
        command.markSent();
        literal.drop();
        state = State.COMMAND;
        current = null;
    }

    private void response(Command command) {
        byte[] line = cursor.copy(cursor.position(), cursor.end());
        command.exchange().ifPresent(exchange -> exchange.client(line));
        forward();
        gate = Gate.CHALLENGE;
        spoke = true;
    }

    private void done() {
        if (cursor.takeWord("DONE") && cursor.done()) {
            forward();
            finish(running());
        } else {
            session.opaque(OpaqueReason.CLIENT_SYNTAX);
        }
    }

    // --- what the upstream answers

    /// The client is greeted, or TLS with it is up.
    void open() {
        gate = Gate.OPEN;
    }

    boolean awaitsChallenge() {
        return gate == Gate.CHALLENGE;
    }

    /// `+`: what the client was waiting for.
    ///
    /// @param text behind `+` and the space
    void continued(byte[] text) {
        switch (gate) {
            case LITERAL -> startLiteral(running());
            case CHALLENGE -> running().exchange().ifPresent(exchange -> exchange.upstream(text));
            case IDLE, OPEN, GREETING, TLS -> {}
        }
        if (gate == Gate.LITERAL || gate == Gate.CHALLENGE || gate == Gate.IDLE) {
            gate = Gate.OPEN;
        }
    }

    /// The tagged answer to a command: if it is the one being sent, the client starts anew.
    ///
    /// @return false when the answer came before the client had even said what it is an answer to
    boolean answered(Command command, boolean ok) {
        if (command != current) {
            return true;
        }
        boolean early = ok && state != State.IDLE && (gate != Gate.CHALLENGE || !spoke);
        if (state == State.ARGUMENTS) {
            literal.drop();
            command.arguments().misunderstood();
        }
        if (gate == Gate.LITERAL || state == State.RESPONSE || state == State.IDLE) {
            gate = Gate.OPEN;
            finish(command);
        }
        return !early;
    }

    /// The connection ends.
    void abandon() {
        literal.interrupted();
    }
}
