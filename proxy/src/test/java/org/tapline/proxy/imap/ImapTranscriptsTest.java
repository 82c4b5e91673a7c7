package org.tapline.proxy.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.transcript.Transcript;
import org.tapline.proxy.transcript.TranscriptRunner;

/// Every transcript in the resources, at every chunking.
class ImapTranscriptsTest {
    static final String FOLDER = "/org/tapline/proxy/imap/";

    @TestFactory
    Stream<DynamicTest> every_transcript_has_the_same_effects_at_every_chunking()
            throws IOException {
        List<String> names = names();
        assertThat(names).hasSizeGreaterThan(60);
        return names.stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> runner(name).playInEveryWay()));
    }

    static List<String> names() throws IOException {
        Path folder = Path.of(URI.create(ImapTranscriptsTest.class.getResource(FOLDER).toString()));
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    static TranscriptRunner runner(String name) {
        Transcript transcript = Transcript.resource(FOLDER + name);
        ImapSettings settings = settings(transcript.settings());
        return new TranscriptRunner(
                transcript,
                () -> new ImapConversation(settings),
                identity -> !identity.user().startsWith("nobody"));
    }

    static ImapSettings settings(Map<String, String> written) {
        return new ImapSettings(
                tls(written, "client"),
                tls(written, "upstream"),
                Optional.ofNullable(written.get("address")),
                written.containsKey("preauth"),
                written.containsKey("small") ? SmallLimits.SMALL : ImapLimits.DEFAULTS);
    }

    private static Tls tls(Map<String, String> written, String leg) {
        return Tls.valueOf(written.getOrDefault(leg, "implicit").toUpperCase(Locale.ROOT));
    }
}
