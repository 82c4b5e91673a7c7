package org.tapline.proxy.front;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.imap.ImapConversation;
import org.tapline.proxy.imap.ImapReception;
import org.tapline.proxy.imap.ImapSettings;
import org.tapline.proxy.smtp.SmtpConversation;
import org.tapline.proxy.smtp.SmtpLimits;
import org.tapline.proxy.smtp.SmtpReception;
import org.tapline.proxy.smtp.SmtpSettings;
import org.tapline.proxy.transcript.RecordingEffects;
import org.tapline.proxy.transcript.Transcript;

/// Whatever a client says before its upstream is known, and whatever that upstream answers: nothing
/// is thrown, no piece leaks, the cutting into packets does not matter, and no line of the client
/// reaches an upstream while nobody has named a user.
///
/// An input is one octet for the settings (1: the client starts TLS, 2: so does Tapline towards the
/// upstream, 4: no upstream can be reached), then packets: one octet whose highest bit names the
/// leg (set: upstream) and whose other bits are the length, then so many octets. The relay does at
/// once what it is asked for: it connects, it starts TLS.
class FrontFuzzTest {
    private static final int UPSTREAM = 0x80;
    private static final int LONGEST = 0x7f;

    @MethodSource("imap")
    @FuzzTest(maxDuration = "5m")
    void any_two_peers_leave_a_routed_imap_session_whole(byte[] input) {
        whole(input, true);
    }

    @MethodSource("smtp")
    @FuzzTest(maxDuration = "5m")
    void any_two_peers_leave_a_routed_submission_session_whole(byte[] input) {
        whole(input, false);
    }

    /// The cutting never matters, be it of the client's octets or of both.
    private static void whole(byte[] input, boolean imap) {
        RecordingEffects whole = play(input, imap, Set.of());
        assertThat(whole.openPieces()).isZero();
        if (whole.events().stream().noneMatch(event -> event.startsWith("= connect"))) {
            assertThat(whole.sentTo(Leg.UPSTREAM)).isEmpty();
        }
        equal(play(input, imap, Set.of(Leg.CLIENT)), whole);
        RecordingEffects single = play(input, imap, Set.of(Leg.CLIENT, Leg.UPSTREAM));
        assertThat(single.openPieces()).isZero();
        equal(single, whole);
    }

    private static void equal(RecordingEffects cut, RecordingEffects whole) {
        if (whole.events().contains("= close TLS_INJECTION")) {
            // How far a session got before the octets in the clear does hang on their packets.
            assertThat(cut.events()).contains("= close TLS_INJECTION");
            return;
        }
        assertThat(cut.sentTo(Leg.CLIENT)).isEqualTo(whole.sentTo(Leg.CLIENT));
        assertThat(cut.sentTo(Leg.UPSTREAM)).isEqualTo(whole.sentTo(Leg.UPSTREAM));
        assertThat(besidesTls(cut)).isEqualTo(besidesTls(whole));
        assertThat(cut.commits()).containsExactlyElementsOf(whole.commits());
    }

    /// An upstream that talks on behind its go-ahead is let go before or after TLS was asked for;
    /// and where both peers talk nonsense, it is a matter of packets whose is met first.
    private static List<String> besidesTls(RecordingEffects effects) {
        return effects.events().stream()
                .filter(event -> !event.equals("= starttls UPSTREAM"))
                .map(event -> event.replaceFirst("^= opaque .*", "= opaque"))
                .toList();
    }

    static Stream<byte[]> imap() throws IOException {
        return seeds("imap-");
    }

    static Stream<byte[]> smtp() throws IOException {
        return seeds("smtp-");
    }

    private static Stream<byte[]> seeds(String protocol) throws IOException {
        return FrontTranscriptsTest.names().stream()
                .filter(name -> name.startsWith(protocol))
                .map(FrontFuzzTest::seed);
    }

    private static byte[] seed(String name) {
        Transcript transcript = Transcript.resource(FrontTranscriptsTest.FOLDER + name);
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.write(
                (transcript.settings().containsKey("client") ? 1 : 0)
                        | (transcript.settings().containsKey("upstream") ? 2 : 0));
        transcript.turns().forEach(turn -> write(turn, input));
        return input.toByteArray();
    }

    private static void write(Transcript.Octets turn, ByteArrayOutputStream input) {
        byte[] octets = turn.octets();
        for (int at = 0; at < octets.length; at += LONGEST) {
            byte[] packet = Arrays.copyOfRange(octets, at, Math.min(octets.length, at + LONGEST));
            input.write(packet.length | (turn.from() == Leg.UPSTREAM ? UPSTREAM : 0));
            input.writeBytes(packet);
        }
    }

    private static Conversation conversation(boolean imap, int kind) {
        Tls client = (kind & 1) == 0 ? Tls.IMPLICIT : Tls.STARTTLS;
        String upstream = (kind & 2) == 0 ? "IMPLICIT" : "STARTTLS";
        TwoUpstreams routes = new TwoUpstreams(Map.of("upstream", upstream, "offers", "IMAP4rev1"));
        FrontLimits limits = new FrontLimits(200, 100, 20);
        if (imap) {
            ImapSettings settings = ImapSettings.of(client, Tls.NONE);
            return new FrontConversation(
                    new ImapReception(settings, routes),
                    routes,
                    to -> new ImapConversation(settings.behindFront(to)),
                    limits);
        }
        SmtpSettings settings =
                new SmtpSettings(
                        client, Tls.NONE, "tapline.test", Optional.empty(), SmtpLimits.DEFAULTS);
        return new FrontConversation(
                new SmtpReception(settings, routes),
                routes,
                to -> new SmtpConversation(settings.behindFront(to.tls())),
                limits);
    }

    private static RecordingEffects play(byte[] input, boolean imap, Set<Leg> singly) {
        int kind = input.length == 0 ? 0 : input[0];
        Conversation conversation = conversation(imap, kind);
        RecordingEffects effects =
                new RecordingEffects(identity -> !identity.user().startsWith("nobody"));
        conversation.opened(effects);
        boolean connected = false;
        for (int at = 1; at < input.length; ) {
            Leg leg = (input[at] & UPSTREAM) == 0 ? Leg.CLIENT : Leg.UPSTREAM;
            int end = Math.min(input.length, at + 1 + (input[at] & LONGEST));
            if (leg == Leg.CLIENT || connected) {
                int asked = effects.tlsAsked().size();
                for (byte[] packet :
                        packets(Arrays.copyOfRange(input, at + 1, end), singly.contains(leg))) {
                    effects.feed(conversation, leg, packet);
                }
                if (effects.live() && effects.tlsAsked().size() > asked) {
                    conversation.secured(effects.tlsAsked().getLast(), effects);
                }
                connected = follow(conversation, effects, connected, (kind & 4) == 0);
            }
            at = end;
        }
        if (effects.live()) {
            conversation.ended(Leg.CLIENT, effects);
        }
        return effects;
    }

    private static List<byte[]> packets(byte[] octets, boolean singly) {
        if (!singly) {
            return List.of(octets);
        }
        List<byte[]> packets = new ArrayList<>();
        for (byte octet : octets) {
            packets.add(new byte[] {octet});
        }
        return packets;
    }

    /// Connects as the conversation has asked since the last time.
    private static boolean follow(
            Conversation conversation,
            RecordingEffects effects,
            boolean connected,
            boolean reachable) {
        boolean now = connected && !lastIsDisconnect(effects);
        while (effects.live() && effects.connectDue()) {
            effects.connectAnswered();
            now = reachable;
            if (reachable) {
                conversation.connected(effects);
            } else {
                conversation.unreachable(effects);
            }
        }
        return now;
    }

    private static boolean lastIsDisconnect(RecordingEffects effects) {
        return effects.events().stream()
                .filter(event -> event.startsWith("= connect") || event.equals("= disconnect"))
                .reduce((before, event) -> event)
                .filter("= disconnect"::equals)
                .isPresent();
    }
}
