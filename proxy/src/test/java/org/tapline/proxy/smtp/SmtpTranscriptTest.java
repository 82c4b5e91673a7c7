package org.tapline.proxy.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.transcript.Transcript;
import org.tapline.proxy.transcript.TranscriptRunner;

/// Every file of `src/test/resources/smtp`, at every chunking. Settings of a transcript: `client`
/// and `upstream` (NONE, STARTTLS, IMPLICIT), `bcc` (domain), `enrolled` (false), and the limits by
/// their names.
class SmtpTranscriptTest {
    static Stream<String> transcripts() {
        try (InputStream in = SmtpTranscriptTest.class.getResourceAsStream("/smtp");
                BufferedReader names =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            List<String> found =
                    names.lines().filter(name -> name.endsWith(".txt")).sorted().toList();
            assertThat(found).isNotEmpty();
            return found.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void the_conversation_goes_as_written_however_its_octets_are_cut(String name) {
        Transcript transcript = Transcript.resource("/smtp/" + name);
        SmtpSettings settings = settings(transcript.settings());
        boolean enrolled = !transcript.settings().getOrDefault("enrolled", "true").equals("false");
        new TranscriptRunner(transcript, () -> new SmtpConversation(settings), identity -> enrolled)
                .playInEveryWay();
    }

    static SmtpSettings settings(Map<String, String> given) {
        SmtpLimits defaults = SmtpLimits.DEFAULTS;
        SmtpLimits limits =
                new SmtpLimits(
                        number(given, "commandLine", defaults.commandLine()),
                        number(given, "authLine", defaults.authLine()),
                        number(given, "reply", defaults.reply()),
                        number(given, "withheld", defaults.withheld()),
                        number(given, "pipeline", defaults.pipeline()),
                        number(given, "recipients", defaults.recipients()),
                        number(given, "nulsBehindDot", defaults.nulsBehindDot()));
        return new SmtpSettings(
                Tls.valueOf(given.getOrDefault("client", "IMPLICIT")),
                Tls.valueOf(given.getOrDefault("upstream", "IMPLICIT")),
                "tapline.acme.test",
                Optional.ofNullable(given.get("bcc")),
                limits);
    }

    private static int number(Map<String, String> given, String key, int otherwise) {
        String value = given.get(key);
        return value == null ? otherwise : Integer.parseInt(value);
    }
}
