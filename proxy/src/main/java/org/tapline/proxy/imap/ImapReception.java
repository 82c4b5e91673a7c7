package org.tapline.proxy.imap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Routes;
import org.tapline.proxy.front.Reception;
import org.tapline.proxy.front.SignIn;
import org.tapline.proxy.front.SignInRecord;
import org.tapline.proxy.front.UpstreamAnswers;
import org.tapline.proxy.sasl.Identity;
import org.tapline.proxy.sasl.RoutableMechanisms;
import org.tapline.proxy.sasl.SaslObserver;

/// The commands of a client before its upstream is known (RFC 9051 §6.1, §6.2).
///
/// | state | sees | next |
/// | --- | --- | --- |
/// | COMMAND | LOGIN or other command, no literal | COMMAND, named or answered |
/// | COMMAND | AUTHENTICATE | COMMAND, named or refused; RESPONSE, asked for more |
/// | COMMAND | a literal | LITERAL, asked for if it is LOGIN's |
/// | LITERAL | its octets, then a line as above | as above |
/// | RESPONSE | line | COMMAND, named or refused |
public final class ImapReception implements Reception {
    private enum State {
        COMMAND,
        LITERAL,
        RESPONSE
    }

    private final Session session;
    private final Routes routes;
    private final LineFramer framer;
    private final CommandReader reader;
    private final Cursor cursor = new Cursor();
    private final SignInRecord record = new SignInRecord();

    private State state = State.COMMAND;
    private @Nullable Command current;
    private String word = "";
    private final LoginLiteral literal;

    public ImapReception(ImapSettings settings, Routes routes) {
        this.session = new Session(settings);
        this.routes = routes;
        this.framer = new LineFramer(settings.limits().commandLine());
        this.reader = new CommandReader(session);
        this.literal = new LoginLiteral(session.limits().argument());
    }

    @Override
    public byte[] greeting() {
        return octets("* OK [CAPABILITY " + capabilities() + "] Ready\r\n");
    }

    private String capabilities() {
        return SharedCapabilities.promised(session, routes.offered());
    }

    @Override
    public void secured() {
        session.clientIsSecured();
    }

    @Override
    public Optional<byte[]> preamble() {
        return Optional.empty();
    }

    @Override
    public UpstreamAnswers answers(SignIn signIn, boolean fresh) {
        return new ImapAnswers(signIn.tag(), fresh, session.limits().responseLine());
    }

    @Override
    public byte[] unavailable(SignIn signIn) {
        return octets(
                tagged(
                        signIn.tag(),
                        "NO [UNAVAILABLE] The mail server cannot be reached, try again later"));
    }

    @Override
    public byte[] nobody(SignIn signIn) {
        return octets(
                tagged(
                        signIn.tag(),
                        "NO [AUTHENTICATIONFAILED] No mail server serves this domain"));
    }

    @Override
    public byte[] farewell(CloseReason reason) {
        boolean limit = reason == CloseReason.LIMIT;
        String why = limit ? "Too much before sign-in" : "The mail server is confused";
        return octets("* BYE " + why + "\r\n");
    }

    // --- octets

    @Override
    public Step read(ByteBuffer in) {
        return switch (framer.next(in)) {
            case NOTHING -> new Nothing();
            case FRAGMENT -> fragment();
            case LITERAL -> literal(in);
            case LINE -> {
                Step step = line();
                framer.wipe();
                yield step;
            }
        };
    }

    private Step fragment() {
        if (isBinary(framer.gathered().get(0))) {
            return new End("", CloseReason.NOT_THIS_PROTOCOL);
        }
        return framer.beyondLimit() ? tooLong() : new Nothing();
    }

    private boolean isBinary(byte first) {
        return state == State.COMMAND && CommandReader.isBinary(first);
    }

    private static Step tooLong() {
        return new End("* BYE Line too long\r\n", CloseReason.LIMIT);
    }

    private Step literal(ByteBuffer in) {
        literal.add(in, framer.from(), framer.to());
        if (framer.literalLeft() == 0) {
            literalComplete();
        }
        return new Nothing();
    }

    private void literalComplete() {
        byte[] whole = literal.take();
        if (current != null && recording(current)) {
            current.arguments().literal(whole.clone());
            record.add(whole);
        }
    }

    // --- lines

    private Step line() {
        if (isBinary(framer.line().get(framer.lineFrom()))) {
            return new End("", CloseReason.NOT_THIS_PROTOCOL);
        }
        if (framer.beyondLimit()) {
            return tooLong();
        }
        cursor.over(framer.line(), framer.lineFrom(), framer.lineTo());
        return switch (state) {
            case COMMAND -> command();
            case LITERAL -> arguments(running());
            case RESPONSE -> response(running());
        };
    }

    private Command running() {
        Command present = current;
        if (present == null) {
            throw new IllegalStateException("no command is running");
        }
        return present;
    }

    private Step command() {
        if (cursor.done()) {
            return new Nothing();
        }
        if (reader.isHttp(cursor)) {
            return new End("", CloseReason.NOT_THIS_PROTOCOL);
        }
        if (!framer.strict()) {
            return new Answer("* BAD A line ends in CRLF\r\n", true);
        }
        word = CommandReader.secondWord(cursor);
        Optional<Command> read = reader.begin(cursor);
        if (read.isEmpty()) {
            return new Answer("* BAD Command expected\r\n", true);
        }
        current = read.get();
        literal.begin();
        return arguments(read.get());
    }

    /// Whether this is a LOGIN that may be repeated to an upstream.
    private boolean recording(Command command) {
        return command.name() == CommandName.LOGIN && !session.exposed();
    }

    private Step arguments(Command command) {
        LiteralMark mark = framer.mark();
        boolean understood = framer.strict() && reader.read(command, cursor, mark.present());
        if (recording(command) || command.name() == CommandName.AUTHENTICATE) {
            record.add(raw());
        }
        if (mark.present() && !(understood && session.capabilities().takes(mark))) {
            return ambiguous(command);
        }
        if (!mark.present()) {
            return understood ? complete(command) : answer(command, "BAD Not a command");
        }
        boolean waits = mark.form() == LiteralMark.Form.SYNCHRONISING;
        if (!recording(command) && waits) {
            return answer(command, "BAD No literal is expected here");
        }
        boolean kept = recording(command);
        if (kept && !literal.fits(mark.size())) {
            return waits ? answer(command, "BAD [LIMIT] Too long") : ambiguous(command);
        }
        state = State.LITERAL;
        literal.start(mark.size(), kept);
        framer.expectLiteral(mark.size());
        if (mark.size() == 0) {
            literalComplete();
        }
        if (!waits) {
            return new Nothing();
        }
        record.asked();
        return new Answer("+ Ready for literal data\r\n", false);
    }

    private Step ambiguous(Command command) {
        record.wipe();
        return new End(
                tagged(command.tag(), "BAD Literal of a form that was not offered")
                        + "* BYE Literal of a form that was not offered\r\n",
                CloseReason.AMBIGUOUS_FRAMING);
    }

    /// The line as it came.
    private byte[] raw() {
        int length = framer.lineTo() - framer.lineFrom();
        byte[] octets = new byte[length + 2];
        framer.line().get(framer.lineFrom(), octets, 0, length);
        octets[length] = '\r';
        octets[length + 1] = '\n';
        return octets;
    }

    private Step complete(Command command) {
        reader.refuse(command);
        if (command.answer().isPresent()) {
            reset();
            String answer = new String(command.answer().get(), StandardCharsets.ISO_8859_1);
            return command.name() == CommandName.STARTTLS && session.exposed()
                    ? new StartTls(answer)
                    : new Answer(answer, true);
        }
        return switch (command.name()) {
            case LOGIN -> login(command);
            case AUTHENTICATE -> authenticate(command);
            case APPEND,
                    CLOSE,
                    COMPRESS,
                    COPY,
                    EXAMINE,
                    FETCH,
                    GENURLAUTH,
                    IDLE,
                    MOVE,
                    OTHER,
                    REPLACE,
                    RESETKEY,
                    SELECT,
                    STARTTLS,
                    STORE,
                    UNAUTHENTICATE,
                    UNSELECT,
                    URLFETCH ->
                    anyState(command);
        };
    }

    private Step anyState(Command command) {
        return switch (word) {
            case "CAPABILITY" ->
                    answer(
                            command,
                            "* CAPABILITY " + capabilities() + "\r\n",
                            "OK CAPABILITY completed");
            case "NOOP" -> answer(command, "OK NOOP completed");
            case "ID" -> answer(command, "* ID NIL\r\n", "OK ID completed");
            case "LOGOUT" -> {
                Answer bye = answer(command, "* BYE Logging out\r\n", "OK LOGOUT completed");
                yield new End(bye.text(), CloseReason.FINISHED);
            }
            default -> answer(command, "BAD Sign in first");
        };
    }

    // --- sign-in

    private Step login(Command command) {
        Arguments arguments = command.arguments();
        if (arguments.count() != 2 || !arguments.hasText(0) || !arguments.hasText(1)) {
            return answer(command, "BAD LOGIN takes a user name and a password");
        }
        String user = new String(arguments.get(0).octets(), StandardCharsets.UTF_8);
        return named(command, Identity.of(user, "LOGIN"));
    }

    private Step authenticate(Command command) {
        Arguments arguments = command.arguments();
        if (!arguments.hasText(0) || arguments.count() > 2) {
            return answer(command, "BAD AUTHENTICATE takes a mechanism");
        }
        if (!RoutableMechanisms.routes(arguments.get(0).text())) {
            return answer(command, "NO Unsupported authentication mechanism");
        }
        reader.startExchange(command);
        Step known = claim(command);
        if (known instanceof Nothing) {
            record.asked();
            state = State.RESPONSE;
            String first = RoutableMechanisms.firstChallenge(arguments.get(0).text());
            return new Answer("+ " + first + "\r\n", false);
        }
        return known;
    }

    private Step response(Command command) {
        byte[] said = cursor.copy(cursor.position(), cursor.end());
        if (said.length == 1 && said[0] == '*') {
            return answer(command, "BAD Authentication cancelled");
        }
        record.add(raw());
        if (framer.strict()) {
            command.exchange().ifPresent(exchange -> exchange.client(said));
        }
        Arrays.fill(said, (byte) 0);
        Step known = claim(command);
        return known instanceof Nothing ? unreadable(command) : known;
    }

    /// @return Nothing as long as the client has not named the user
    private Step claim(Command command) {
        Optional<SaslObserver> exchange = command.exchange();
        Optional<Identity> user = exchange.flatMap(SaslObserver::claimed);
        if (user.isPresent()) {
            return named(command, user.get());
        }
        return exchange.filter(SaslObserver::over).isPresent()
                ? unreadable(command)
                : new Nothing();
    }

    private Step unreadable(Command command) {
        return answer(command, "NO [AUTHENTICATIONFAILED] The user name cannot be read");
    }

    private Step named(Command command, Identity identity) {
        if (identity.user().isBlank()) {
            return unreadable(command);
        }
        boolean goesOn = command.name() == CommandName.AUTHENTICATE;
        SignIn signIn = record.complete(identity.user(), command.tag(), goesOn);
        reset();
        return new Named(signIn);
    }

    // --- answers

    private Answer answer(Command command, String line) {
        return answer(command, "", line);
    }

    private Answer answer(Command command, String before, String line) {
        reset();
        return new Answer(before + tagged(command.tag(), line), true);
    }

    /// The command is over; its credentials are wiped.
    private void reset() {
        Command over = current;
        if (over != null) {
            over.exchange().ifPresent(SaslObserver::forget);
            over.arguments().all().forEach(word -> Arrays.fill(word.octets(), (byte) 0));
        }
        record.wipe();
        current = null;
        state = State.COMMAND;
    }

    private static String tagged(byte[] tag, String line) {
        return new String(tag, StandardCharsets.ISO_8859_1) + ' ' + line + "\r\n";
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
