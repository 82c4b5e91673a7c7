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
/// An input is a row of packets: one octet whose highest bit names the leg (set: upstream) and
/// whose other bits are the length, then so many octets. The seeds are the transcripts.
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
    @FuzzTest(maxDuration = "60s")
    void any_two_peers_leave_the_conversation_whole(byte[] input) {
        RecordingEffects whole = play(input, false, false);
        RecordingEffects single = play(input, true, false);
        assertThat(octets(single, ">C ")).isEqualTo(octets(whole, ">C "));
        assertThat(octets(single, ">S ")).isEqualTo(octets(whole, ">S "));
        assertThat(single.commits()).hasSameSizeAs(whole.commits());
        assertThat(whole.openPieces()).isZero();
    }

    @MethodSource("transcripts")
    @FuzzTest(maxDuration = "60s")
    void octets_out_are_octets_in_once_signed_in(byte[] input) {
        RecordingEffects effects = play(input, false, true);
        if (effects.log().contains("= close FINISHED")
                && !REWRITTEN.matcher(text(input).toUpperCase(Locale.ROOT)).find()) {
            assertThat(octets(effects, ">C ")).isEqualTo(shown(GREETING + OK, Leg.UPSTREAM, input));
            assertThat(octets(effects, ">S ")).isEqualTo(shown(LOGIN, Leg.CLIENT, input));
        }
    }

    static Stream<byte[]> transcripts() throws IOException {
        return ImapTranscriptsTest.names().stream().map(ConversationFuzzTest::seed);
    }

    private static byte[] seed(String name) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        Transcript.resource(ImapTranscriptsTest.FOLDER + name)
                .turns()
                .forEach(turn -> write(turn.from(), turn.octets(), input));
        return input.toByteArray();
    }

    private static void write(Leg leg, byte[] octets, ByteArrayOutputStream input) {
        for (int at = 0; at < octets.length; at += LONGEST) {
            byte[] packet = Arrays.copyOfRange(octets, at, Math.min(octets.length, at + LONGEST));
            input.write(packet.length | (leg == Leg.UPSTREAM ? UPSTREAM : 0));
            input.writeBytes(packet);
        }
    }

    private static RecordingEffects play(byte[] input, boolean singly, boolean signedIn) {
        Conversation conversation =
                new ImapConversation(
                        new ImapSettings(
                                Tls.IMPLICIT,
                                Tls.IMPLICIT,
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
                    if (singly) {
                        for (byte octet : octets) {
                            effects.feed(conversation, leg, new byte[] {octet});
                        }
                    } else {
                        effects.feed(conversation, leg, octets);
                    }
                });
        if (effects.live()) {
            conversation.ended(Leg.CLIENT, effects);
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
        for (int at = 0; at < input.length; ) {
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
