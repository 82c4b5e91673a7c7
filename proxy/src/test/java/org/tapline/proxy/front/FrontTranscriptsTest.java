package org.tapline.proxy.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.imap.ImapConversation;
import org.tapline.proxy.imap.ImapReception;
import org.tapline.proxy.imap.ImapSettings;
import org.tapline.proxy.smtp.SmtpConversation;
import org.tapline.proxy.smtp.SmtpLimits;
import org.tapline.proxy.smtp.SmtpReception;
import org.tapline.proxy.smtp.SmtpSettings;
import org.tapline.proxy.transcript.Transcript;
import org.tapline.proxy.transcript.TranscriptRunner;

/// Every transcript of sessions that are routed by their user, at every chunking. Settings:
/// `client`, `upstream` (NONE, STARTTLS, IMPLICIT), and those of [TwoUpstreams].
class FrontTranscriptsTest {
    static final String FOLDER = "/org/tapline/proxy/front/";

    static List<String> names() throws IOException {
        Path folder =
                Path.of(URI.create(FrontTranscriptsTest.class.getResource(FOLDER).toString()));
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_routed_session_goes_as_written_however_its_octets_are_cut(String name) {
        Transcript transcript = Transcript.resource(FOLDER + name);
        assertThat(transcript.inputs()).isNotEmpty();
        new TranscriptRunner(
                        transcript,
                        () -> conversation(name, transcript.settings()),
                        identity -> !identity.user().startsWith("nobody"))
                .playInEveryWay();
    }

    private static Conversation conversation(String name, Map<String, String> settings) {
        TwoUpstreams routes = new TwoUpstreams(settings);
        Tls client = Tls.valueOf(settings.getOrDefault("client", "IMPLICIT"));
        FrontLimits limits =
                settings.containsKey("small") ? new FrontLimits(40, 40, 3) : FrontLimits.DEFAULTS;
        if (name.startsWith("imap-")) {
            ImapSettings imap = ImapSettings.of(client, Tls.NONE);
            return new FrontConversation(
                    new ImapReception(imap, routes),
                    routes,
                    to -> new ImapConversation(imap.behindFront(to)),
                    limits);
        }
        SmtpSettings smtp =
                new SmtpSettings(
                        client, Tls.NONE, "tapline.test", Optional.empty(), SmtpLimits.DEFAULTS);
        return new FrontConversation(
                new SmtpReception(smtp, routes),
                routes,
                to -> new SmtpConversation(smtp.behindFront(to.tls())),
                limits);
    }
}
