package org.tapline.proxy.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.transcript.RecordingEffects;

/// What ends a body, what is refused, and what passes, at every single cut.
class EndOfDataTest {
    private static final String SMUGGLED = "MAIL FROM:<boss@acme.test>\r\n";
    private static final String REFUSAL = "= close AMBIGUOUS_FRAMING\n";

    static Stream<Arguments> ambiguousEnds() {
        return Stream.of(
                arguments("LF.LF", "\n.\n"),
                arguments("LF.CRLF", "\n.\r\n"),
                arguments("LF.CR", "\n.\r"),
                arguments("CR.CR", "\r.\r"),
                arguments("CR.LF", "\r.\n"),
                arguments("CR.CRLF", "\r.\r\n"),
                arguments("CRLF.LF", "\r\n.\n"),
                arguments("CRLF.CR", "\r\n.\r"),
                arguments("CRLF.CRCRLF", "\r\n.\r\r\n"),
                arguments("CRLF NUL.CRLF", "\r\n\0.\r\n"),
                arguments("CRLF.NUL CRLF", "\r\n.\0\r\n"),
                arguments("LF NUL.NUL LF", "\n\0.\0\n"),
                arguments("CR NUL LF.CRLF", "\r\0\n.\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ambiguousEnds")
    void an_ambiguous_end_is_refused_before_it_is_forwarded(String name, String end) {
        assertRefused("Subject: x\r\n\r\ntext" + end + SMUGGLED + "\r\n.\r\n", end);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ambiguousEnds")
    void an_ambiguous_end_at_the_very_start_of_the_body_is_refused(String name, String end) {
        assertRefused(end + SMUGGLED + "\r\n.\r\n", end);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".\n",
                ".\r\r\n",
                ".\0\r\n",
                "x\r\n.\r",
                "\n\r\n\n.\r\n",
                "\n.\0\0\r\n",
                "\r\n..\r\n.\n"
            })
    void neither_is_a_dot_at_the_start_of_the_body_or_behind_several_line_ends(String start) {
        assertRefused(start + "x\r\n.\r\n", start);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text\r\n",
                "a\n..\n b\r..\r c\n .\n d\n. \n\r\n",
                "..\r\n",
                ". \r\n",
                ".x\r\n",
                ".\0x\r\n",
                "\0.\0x.\0\r\n",
                "\r\r\n",
                "\n\r\n",
                "a.\r\nb.\nc.\rd\r\n"
            })
    void a_body_without_one_passes_and_ends_at_crlf_dot_crlf(String body) {
        byte[] octets = (body + ".\r\nNOOP\r\n").getBytes(ISO_8859_1);
        for (int cut = 0; cut <= octets.length; cut++) {
            RecordingEffects effects = play(octets, cut);
            String kept = body.startsWith(".") ? body.substring(1) : body;
            assertThat(effects.sentTo(Leg.UPSTREAM)).isEqualTo(new String(octets, ISO_8859_1));
            assertThat(new String(effects.commits().getFirst(), ISO_8859_1))
                    .isEqualTo(kept.replace("\r\n.", "\r\n"));
        }
    }

    @Test
    void nuls_behind_a_dot_pass_up_to_the_limit() {
        Map<String, String> limit = Map.of("nulsBehindDot", "3");
        byte[] at = "\r\n.\0\0\0x\r\n.\r\n".getBytes(ISO_8859_1);
        byte[] beyond = "\r\n.\0\0\0\0x\r\n.\r\n".getBytes(ISO_8859_1);
        for (int cut = 0; cut < at.length; cut++) {
            assertThat(play(at, cut, limit).commits()).hasSize(1);
            assertThat(play(beyond, cut, limit).log()).endsWith(REFUSAL);
        }
    }

    @TestFactory
    Stream<DynamicTest> the_collected_ends_are_told_apart() throws IOException {
        Path table = Shared.find("data/smtp/smuggling/end-of-data.json");
        Assumptions.assumeTrue(table != null, "the shared folder is not here");
        Pattern entry =
                Pattern.compile(
                        "\"name\": \"(\\w+)\",\\s*\"hex\": \"([0-9a-f ]+)\","
                                + "[^}]*\"is_end_of_data\": (true|false)");
        List<Matcher> cases =
                entry.matcher(Files.readString(table))
                        .results()
                        .map(r -> matched(entry, r.group()))
                        .toList();
        assertThat(cases).hasSize(11);
        return cases.stream()
                .map(
                        found ->
                                DynamicTest.dynamicTest(
                                        found.group(1),
                                        () -> {
                                            byte[] end =
                                                    HexFormat.of()
                                                            .parseHex(
                                                                    found.group(2)
                                                                            .replace(" ", ""));
                                            String body =
                                                    "text" + new String(end, ISO_8859_1) + SMUGGLED;
                                            if (Boolean.parseBoolean(found.group(3))) {
                                                assertThat(
                                                                play(body.getBytes(ISO_8859_1), 0)
                                                                        .commits())
                                                        .hasSize(1);
                                            } else {
                                                assertRefused(body, new String(end, ISO_8859_1));
                                            }
                                        }));
    }

    private static Matcher matched(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.matches()).isTrue();
        return matcher;
    }

    private static void assertRefused(String body, String end) {
        byte[] octets = body.getBytes(ISO_8859_1);
        for (int cut = 0; cut <= octets.length; cut++) {
            RecordingEffects effects = play(octets, cut);
            assertThat(effects.log()).endsWith(REFUSAL).contains(">C 550 5.6.11");
            assertThat(effects.commits()).isEmpty();
            assertThat(effects.openPieces()).isZero();
            String forwarded = effects.sentTo(Leg.UPSTREAM);
            assertThat(forwarded).doesNotContain("boss");
            assertThat(body).startsWith(forwarded);
            int dot = end.lastIndexOf('.');
            assertThat(forwarded).doesNotEndWith(end.substring(0, dot + 1));
        }
    }

    private static RecordingEffects play(byte[] body, int cut) {
        return play(body, cut, Map.of());
    }

    private static RecordingEffects play(byte[] body, int cut, Map<String, String> limits) {
        SmtpConversation conversation = new SmtpConversation(SmtpTranscriptTest.settings(limits));
        RecordingEffects effects = new RecordingEffects(identity -> true);
        conversation.opened(effects);
        String[] dialogue = {
            "", "220 hi", "AUTH PLAIN AGFubmEAcHc=", "235 ok", "MAIL FROM:<anna@acme.test>",
            "250 ok", "RCPT TO:<a@other.test>", "250 ok", "DATA", "354 go"
        };
        for (int i = 1; i < dialogue.length; i++) {
            Leg from = i % 2 == 0 ? Leg.CLIENT : Leg.UPSTREAM;
            effects.feed(conversation, from, (dialogue[i] + "\r\n").getBytes(ISO_8859_1));
        }
        effects.forgetSent();
        effects.feed(conversation, Leg.CLIENT, java.util.Arrays.copyOf(body, cut));
        effects.feed(
                conversation, Leg.CLIENT, java.util.Arrays.copyOfRange(body, cut, body.length));
        if (effects.live()) {
            effects.feed(conversation, Leg.UPSTREAM, "250 ok\r\n".getBytes(ISO_8859_1));
        }
        return effects;
    }
}
