package org.tapline.proxy.imap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.OpaqueReason;

/// The dialogue with the upstream before the client is greeted.
///
/// | step | the upstream says | next |
/// | --- | --- | --- |
/// | GREETING | `* OK`, TLS to be started | STARTTLS is asked for |
/// | GREETING | `* OK` otherwise | the client is greeted with it, after ID if configured |
/// | GREETING | anything else | refused |
/// | STARTTLS | tagged OK | TLS |
/// | STARTTLS | tagged NO, BAD | refused |
/// | TLS | anything before TLS is up | refused |
/// | CAPABILITY | tagged answer | the client is greeted by us, after ID if configured |
/// | ID | tagged answer | the client is greeted |
///
/// Nothing that the upstream said before TLS reaches the client.
final class Opening {
    private enum Step {
        GREETING,
        STARTTLS,
        TLS,
        CAPABILITY,
        ID,
        DONE
    }

    private static final String TAG = "TAPLINE";
    private static final String REFUSED = "* BYE The mail server cannot be used\r\n";

    private final Session session;
    private Step step = Step.GREETING;
    private int lines;
    private boolean signedIn;
    private List<String> offered = List.of();
    private byte[] greeting = new byte[0];

    Opening(Session session) {
        this.session = session;
    }

    boolean done() {
        return step == Step.DONE;
    }

    /// A line of the upstream, to be read at the cursor.
    ///
    /// @param octetsFollow whether more octets came with it
    void line(Cursor line, boolean octetsFollow) {
        if (++lines > session.limits().openingLines()) {
            refuse(CloseReason.UPSTREAM_GREETING);
            return;
        }
        switch (step) {
            case GREETING -> greeting(line);
            case STARTTLS -> answer(line, 1, ok -> startTls(ok, octetsFollow));
            case CAPABILITY -> capability(line);
            case ID -> answer(line, 3, whatever -> greet());
            case TLS, DONE -> refuse(CloseReason.TLS_INJECTION);
        }
    }

    private void greeting(Cursor line) {
        int start = line.position();
        boolean untagged = line.take('*') && line.take(' ');
        if (!untagged || !(line.takeWord("OK") || preauth(line))) {
            farewell(line, untagged, start);
            return;
        }
        if (session.settings().upstreamTls() == Tls.STARTTLS) {
            step = Step.STARTTLS;
            session.sendUpstream(TAG + "1 STARTTLS\r\n");
            return;
        }
        greeting = ResponseText.forClient(line, start, session);
        identifyClient();
    }

    private boolean preauth(Cursor line) {
        signedIn = session.settings().allowPreauth() && line.takeWord("PREAUTH");
        return signedIn;
    }

    /// A BYE over the connection that is to be used is for the client to read.
    private void farewell(Cursor line, boolean untagged, int start) {
        if (untagged && line.takeWord("BYE") && session.settings().upstreamTls() != Tls.STARTTLS) {
            session.effects().send(Leg.CLIENT, ResponseText.forClient(line, start, session));
            session.close(CloseReason.UPSTREAM_GREETING, "");
        } else {
            refuse(CloseReason.UPSTREAM_GREETING);
        }
    }

    /// @param number of the command of ours that is to be answered
    private void answer(Cursor line, int number, Predicate<Boolean> next) {
        if (line.take('*')) {
            return;
        }
        boolean ours = line.takeWord(TAG + number);
        line.take(' ');
        if (!ours || !next.test(line.takeWord("OK"))) {
            refuse(
                    step == Step.STARTTLS
                            ? CloseReason.UPSTREAM_TLS
                            : CloseReason.UPSTREAM_GREETING);
        }
    }

    private boolean startTls(boolean accepted, boolean octetsFollow) {
        if (accepted && octetsFollow) {
            refuse(CloseReason.TLS_INJECTION);
        } else if (accepted) {
            step = Step.TLS;
            session.capabilities().clear();
            session.effects().startTls(Leg.UPSTREAM);
        }
        return accepted;
    }

    /// Octets came: while TLS is being agreed on, somebody else says them.
    void heardBeforeTls() {
        if (step == Step.TLS) {
            refuse(CloseReason.TLS_INJECTION);
        }
    }

    /// TLS towards the upstream is up.
    void secured() {
        step = Step.CAPABILITY;
        session.sendUpstream(TAG + "2 CAPABILITY\r\n");
    }

    private void capability(Cursor line) {
        if (line.startsWith("* CAPABILITY ")) {
            line.moveTo(line.position() + "* CAPABILITY ".length());
            offered = CapabilityList.read(line, "").names();
            session.capabilities().learn(offered);
            return;
        }
        answer(
                line,
                2,
                ok -> {
                    greeting = synthesised();
                    identifyClient();
                    return ok;
                });
    }

    private byte[] synthesised() {
        byte[] line =
                ("* OK [CAPABILITY " + String.join(" ", offered) + "] Ready")
                        .getBytes(StandardCharsets.ISO_8859_1);
        Cursor cursor = new Cursor().over(ByteBuffer.wrap(line), 0, line.length);
        cursor.moveTo("* OK ".length());
        return ResponseText.forClient(cursor, 0, session);
    }

    /// Tells the upstream who is behind us (RFC 2971), before anything of the client.
    private void identifyClient() {
        Optional<String> address = session.settings().clientAddress();
        if (address.isEmpty()) {
            greet();
            return;
        }
        step = Step.ID;
        session.sendUpstream(TAG + "3 ID (\"x-originating-ip\" \"" + address.get() + "\")\r\n");
    }

    private boolean greet() {
        step = Step.DONE;
        session.effects().send(Leg.CLIENT, greeting);
        if (signedIn) {
            session.opaque(OpaqueReason.UNKNOWN_IDENTITY);
        }
        return true;
    }

    private void refuse(CloseReason reason) {
        session.close(reason, REFUSED);
    }
}
