package org.tapline.proxy.imap;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.transcript.RecordingEffects;
import org.tapline.proxy.transcript.Transcript;

/// Whatever two peers send: nothing is thrown, no piece leaks, the cutting into packets does not
/// matter, and without rewrites the octets that leave are those that came.
///
/// An input is one octet for the settings (1: the client starts TLS, 2: so does Tapline towards the
/// upstream), then packets: one octet whose highest bit names the leg (set: upstream) and whose
/// other bits are the length, then so many octets. The seeds are the transcripts.
class ConversationFuzzTest {
    private static final int UPSTREAM = 0x80;
    private static final int LONGEST = 0x7f;

    /// What Tapline edits, answers or refuses.
    private static final Pattern REWRITTEN =
            Pattern.compile(
                    "CAPABILITY|COMPRESS|STARTTLS|UNAUTHENTICATE|URL|RESETKEY|CATENATE|AUTHENTICATE"
                            + "|[+-]}");

    private static final String GREETING = "* OK [CAPABILITY IMAP4rev1] ready\r\n";
    private static final String LOGIN = "a LOGIN anna@acme.test pw\r\n";
    private static final String OK = "a OK in\r\n";

    @MethodSource("transcripts")
    @FuzzTest(maxDuration = "5m")
    void any_two_peers_leave_the_conversation_whole(byte[] input) {
        RecordingEffects whole = play(input, false, false, Leg.CLIENT);
        RecordingEffects single = play(input, true, false, Leg.CLIENT);
        assertThat(whole.openPieces()).isZero();
        if (injected(whole)) {
            // How far a session got before the octets in the clear does hang on their packets.
            assertThat(injected(single)).isTrue();
            return;
        }
        assertThat(octets(single, ">C ")).isEqualTo(octets(whole, ">C "));
        assertThat(octets(single, ">S ")).isEqualTo(octets(whole, ">S "));
        assertThat(single.events()).isEqualTo(whole.events());
        assertThat(single.commits()).containsExactlyElementsOf(whole.commits());
    }

    private static boolean injected(RecordingEffects effects) {
        return effects.events().contains("= close TLS_INJECTION");
    }

    @MethodSource("transcripts")
    @FuzzTest(maxDuration = "5m")
    void octets_out_are_octets_in_once_signed_in(byte[] input) {
        if (REWRITTEN.matcher(text(input).toUpperCase(Locale.ROOT)).find()) {
            return;
        }
        RecordingEffects client = play(input, false, true, Leg.CLIENT);
        if (client.log().lines().anyMatch("= close FINISHED"::equals)) {
            assertThat(octets(client, ">S ")).isEqualTo(shown(LOGIN, Leg.CLIENT, input));
            RecordingEffects upstream = play(input, false, true, Leg.UPSTREAM);
            assertThat(octets(upstream, ">C "))
                    .isEqualTo(shown(GREETING + OK, Leg.UPSTREAM, input));
        }
    }

    static Stream<byte[]> transcripts() throws IOException {
        return ImapTranscriptsTest.names().stream().map(ConversationFuzzTest::seed);
    }

    private static byte[] seed(String name) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        Transcript transcript = Transcript.resource(ImapTranscriptsTest.FOLDER + name);
        ImapSettings settings = ImapTranscriptsTest.settings(transcript.settings());
        input.write(
                (settings.clientTls() == Tls.STARTTLS ? 1 : 0)
                        | (settings.upstreamTls() == Tls.STARTTLS ? 2 : 0));
        transcript.turns().forEach(turn -> write(turn.from(), turn.octets(), input));
        return input.toByteArray();
    }

    private static void write(Leg leg, byte[] octets, ByteArrayOutputStream input) {
        for (int at = 0; at < octets.length; at += LONGEST) {
            byte[] packet = Arrays.copyOfRange(octets, at, Math.min(octets.length, at + LONGEST));
            input.write(packet.length | (leg == Leg.UPSTREAM ? UPSTREAM : 0));
            input.writeBytes(packet);
        }
    }

    /// @param ending the leg that ends its stream at last; what was withheld of it is let go
    private static RecordingEffects play(
            byte[] input, boolean singly, boolean signedIn, Leg ending) {
        int kind = signedIn || input.length == 0 ? 0 : input[0];
        Conversation conversation =
                new ImapConversation(
                        new ImapSettings(
                                (kind & 1) == 0 ? Tls.IMPLICIT : Tls.STARTTLS,
                                (kind & 2) == 0 ? Tls.IMPLICIT : Tls.STARTTLS,
                                java.util.Optional.empty(),
                                false,
                                SmallLimits.SMALL));
        RecordingEffects effects = new RecordingEffects(identity -> true);
        conversation.opened(effects);
        if (signedIn) {
            feed(effects, conversation, Leg.UPSTREAM, GREETING);
            feed(effects, conversation, Leg.CLIENT, LOGIN);
            feed(effects, conversation, Leg.UPSTREAM, OK);
        }
        packets(
                input,
                (leg, octets) -> {
                    int asked = effects.tlsAsked().size();
                    if (singly) {
                        for (byte octet : octets) {
                            effects.feed(conversation, leg, new byte[] {octet});
                        }
                    } else {
                        effects.feed(conversation, leg, octets);
                    }
                    if (effects.live() && effects.tlsAsked().size() > asked) {
                        conversation.secured(effects.tlsAsked().getLast(), effects);
                    }
                });
        if (effects.live()) {
            conversation.ended(ending, effects);
        }
        return effects;
    }

    private static void feed(
            RecordingEffects effects, Conversation conversation, Leg leg, String text) {
        effects.feed(conversation, leg, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Takes the packets of an input.
    @FunctionalInterface
    private interface Packets {
        void packet(Leg leg, byte[] octets);
    }

    private static void packets(byte[] input, Packets packets) {
        for (int at = 1; at < input.length; ) {
            Leg leg = (input[at] & UPSTREAM) == 0 ? Leg.CLIENT : Leg.UPSTREAM;
            int end = Math.min(input.length, at + 1 + (input[at] & LONGEST));
            packets.packet(leg, Arrays.copyOfRange(input, at + 1, end));
            at = end;
        }
    }

    private static String text(byte[] input) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        packets(input, (leg, octets) -> all.writeBytes(octets));
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private static String shown(String before, Leg from, byte[] input) {
        RecordingEffects effects = new RecordingEffects(identity -> true);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(before.getBytes(StandardCharsets.ISO_8859_1));
        packets(
                input,
                (leg, octets) -> {
                    if (leg == from) {
                        all.writeBytes(octets);
                    }
                });
        effects.send(from.other(), all.toByteArray());
        return octets(effects, from == Leg.UPSTREAM ? ">C " : ">S ");
    }

    /// All octets to one side, as the log shows them.
    private static String octets(RecordingEffects effects, String prefix) {
        List<String> lines = effects.log().lines().filter(l -> l.startsWith(prefix)).toList();
        StringBuilder octets = new StringBuilder();
        lines.forEach(line -> octets.append(line.substring(prefix.length())));
        return octets.toString();
    }
}
