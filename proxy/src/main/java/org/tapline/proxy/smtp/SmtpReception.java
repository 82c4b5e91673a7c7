package org.tapline.proxy.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.HeldOctets;
import org.tapline.proxy.conversation.Routes;
import org.tapline.proxy.front.Reception;
import org.tapline.proxy.front.SignIn;
import org.tapline.proxy.front.SignInRecord;
import org.tapline.proxy.front.UpstreamAnswers;
import org.tapline.proxy.sasl.Identity;
import org.tapline.proxy.sasl.RoutableMechanisms;
import org.tapline.proxy.sasl.SaslObserver;

/// The commands of a client before its upstream is known.
///
/// | state | sees | next |
/// | --- | --- | --- |
/// | command | AUTH | command, named or refused; response, asked for more |
/// | command | any other | command, answered |
/// | response | line | command, named or refused |
public final class SmtpReception implements Reception {
    private static final String AUTH = "AUTH ";

    private final SmtpSettings settings;
    private final Routes routes;
    private final SignInRecord record = new SignInRecord();
    private boolean secured;

    /// The line so far; one octet beyond the limit is enough to tell.
    private final HeldOctets begun;

    /// The EHLO in force, with its line end.
    private byte @Nullable [] hello;

    private @Nullable SaslObserver exchange;

    public SmtpReception(SmtpSettings settings, Routes routes) {
        this.settings = settings;
        this.routes = routes;
        this.secured = settings.clientTls() != Tls.STARTTLS;
        this.begun = new HeldOctets(settings.limits().authLine() + 1);
    }

    @Override
    public byte[] greeting() {
        return Answers.line("220 " + settings.host() + " ESMTP");
    }

    /// What was said before TLS is forgotten (RFC 3207 §4.2).
    @Override
    public void secured() {
        secured = true;
        hello = null;
    }

    @Override
    public Optional<byte[]> preamble() {
        return Optional.ofNullable(hello).map(byte[]::clone);
    }

    @Override
    public UpstreamAnswers answers(SignIn signIn, boolean fresh) {
        return new SmtpAnswers(fresh, settings.limits().reply());
    }

    @Override
    public byte[] unavailable(SignIn signIn) {
        return Answers.line(Answers.UNAVAILABLE);
    }

    @Override
    public byte[] nobody(SignIn signIn) {
        return Answers.line(Answers.NOBODY);
    }

    @Override
    public byte[] farewell(CloseReason reason) {
        return Answers.line(
                reason == CloseReason.LIMIT ? Answers.TOO_MUCH_BEFORE_AUTH : Answers.CONFUSED);
    }

    // --- octets

    @Override
    public Step read(ByteBuffer in) {
        int from = in.position();
        int end = from;
        while (end < in.limit() && in.get(end) != '\n') {
            end++;
        }
        boolean complete = end < in.limit();
        int to = complete ? end + 1 : end;
        begun.add(in, Math.min(to, from + begun.room()));
        in.position(to);
        if (begun.view().remaining() > limit()) {
            begun.wipe();
            return new End(line(Answers.LINE_TOO_LONG), CloseReason.LIMIT);
        }
        return complete ? line(begun.take()) : new Nothing();
    }

    private int limit() {
        if (exchange != null) {
            return settings.limits().authLine();
        }
        ByteBuffer line = begun.view();
        byte[] verb = new byte[Math.min(AUTH.length(), line.remaining())];
        line.get(verb);
        boolean auth = new String(verb, StandardCharsets.ISO_8859_1).equalsIgnoreCase(AUTH);
        return auth ? settings.limits().authLine() : settings.limits().commandLine();
    }

    private Step line(byte[] line) {
        SaslObserver running = exchange;
        if (running != null) {
            return response(line, running);
        }
        Command command = CommandParser.parse(line);
        if (!secured && needsTls(command)) {
            return answer(Answers.TLS_FIRST);
        }
        return switch (command) {
            case Command.Ehlo ehlo -> {
                hello = line;
                yield new Answer(list(), true);
            }
            case Command.Helo helo -> {
                hello = null;
                yield answer("250 " + settings.host());
            }
            case Command.Rset rset -> answer("250 2.0.0 Ok");
            case Command.StartTls startTls -> startTls(startTls);
            case Command.Auth auth -> auth(auth, line);
            case Command.Harmless harmless -> harmless(line);
            case Command.Mail mail -> answer(Answers.AUTH_FIRST);
            case Command.Rcpt rcpt -> answer(Answers.AUTH_FIRST);
            case Command.Data data -> answer(Answers.AUTH_FIRST);
            case Command.Hidden hidden -> answer(Answers.NOT_IMPLEMENTED);
            case Command.Other other -> answer(Answers.NOT_IMPLEMENTED);
            // The chunk's octets follow at once and are no commands.
            case Command.Bdat bdat ->
                    new End(line(Answers.AUTH_FIRST), CloseReason.AMBIGUOUS_FRAMING);
            case Command.BrokenBdat bdat ->
                    new End(line(Answers.BROKEN_BDAT), CloseReason.AMBIGUOUS_FRAMING);
            case Command.Foreign foreign ->
                    new End(line(Answers.NOT_IMPLEMENTED), CloseReason.NOT_THIS_PROTOCOL);
        };
    }

    private static boolean needsTls(Command command) {
        return switch (command) {
            case Command.Auth c -> true;
            case Command.Mail c -> true;
            case Command.Rcpt c -> true;
            case Command.Data c -> true;
            case Command.Other c -> true;
            case Command.Bdat c -> false;
            case Command.BrokenBdat c -> false;
            case Command.Ehlo c -> false;
            case Command.Helo c -> false;
            case Command.StartTls c -> false;
            case Command.Rset c -> false;
            case Command.Harmless c -> false;
            case Command.Hidden c -> false;
            case Command.Foreign c -> false;
        };
    }

    private String list() {
        List<String> lines = new ArrayList<>();
        lines.add(settings.host());
        for (String line : SharedExtensions.of(routes.offered())) {
            if (secured || !line.toUpperCase(Locale.ROOT).startsWith("AUTH")) {
                lines.add(line);
            }
        }
        if (!secured) {
            lines.add("STARTTLS");
        }
        StringBuilder reply = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            reply.append("250").append(i < lines.size() - 1 ? '-' : ' ');
            reply.append(lines.get(i)).append("\r\n");
        }
        return reply.toString();
    }

    private Step startTls(Command.StartTls startTls) {
        if (!startTls.bare()) {
            return answer(Answers.TLS_WITH_PARAMETER);
        }
        if (secured) {
            boolean active = settings.clientTls() != Tls.NONE;
            return answer(active ? Answers.TLS_ACTIVE : Answers.NOT_IMPLEMENTED);
        }
        return new StartTls(line(Answers.START_TLS));
    }

    private static Step harmless(byte[] line) {
        String verb =
                new String(line, 0, Math.min(4, line.length), StandardCharsets.ISO_8859_1)
                        .toUpperCase(Locale.ROOT);
        return switch (verb) {
            case "QUIT" -> new End(line("221 2.0.0 Bye"), CloseReason.FINISHED);
            case "HELP" -> answer("214 2.0.0 See RFC 5321");
            default -> answer("250 2.0.0 Ok");
        };
    }

    // --- sign-in

    private Step auth(Command.Auth auth, byte[] line) {
        if (hello == null) {
            return answer(Answers.EHLO_FIRST);
        }
        if (!RoutableMechanisms.routes(auth.mechanism())) {
            return answer(Answers.MECHANISM);
        }
        SaslObserver begunNow =
                SaslObserver.start(
                        auth.mechanism(),
                        auth.initial().map(text -> text.getBytes(StandardCharsets.ISO_8859_1)),
                        settings.limits().sasl());
        exchange = begunNow;
        record.add(line);
        if (begunNow.claimed().isPresent() || begunNow.over()) {
            return concluded(begunNow);
        }
        record.asked();
        String first = RoutableMechanisms.firstChallenge(auth.mechanism());
        return new Answer(line("334 " + first), false);
    }

    private Step response(byte[] line, SaslObserver running) {
        String said = new String(line, StandardCharsets.ISO_8859_1).strip();
        if (said.equals("*")) {
            reset(running);
            return answer(Answers.CANCELLED);
        }
        running.client(said.getBytes(StandardCharsets.ISO_8859_1));
        record.add(line);
        return concluded(running);
    }

    private Step concluded(SaslObserver running) {
        Optional<String> user =
                running.claimed().map(Identity::user).filter(name -> !name.isBlank());
        if (user.isEmpty()) {
            reset(running);
            return answer(Answers.UNREADABLE_USER);
        }
        SignIn signIn = record.complete(user.get(), new byte[0], true);
        reset(running);
        return new Named(signIn);
    }

    private void reset(SaslObserver running) {
        running.forget();
        record.wipe();
        exchange = null;
    }

    private static Step answer(String text) {
        return new Answer(line(text), true);
    }

    private static String line(String text) {
        return text + "\r\n";
    }
}
