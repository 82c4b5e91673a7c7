package org.tapline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.cli.Surroundings;
import org.tapline.cli.Tapline;
import org.tapline.cli.configuration.ConfigurationReader;
import org.tapline.cli.configuration.ConfigurationSource;
import org.tapline.cli.launch.Role;
import org.tapline.cli.launch.Roles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole path in one process: mail server, proxy, journal, database, HTTP, command line.
class EndToEndTest {
    private static final String PASSWORD = "secret";

    @TempDir static Path shared;
    private static SampleMailServer mailServer;

    @TempDir Path folder;

    /// One for all tests: GreenMail keeps the certificate of the first one in the JVM.
    @BeforeAll
    static void startMailServer() throws Exception {
        mailServer =
                SampleMailServer.start(
                        shared, List.of(Conversation.ANNA, Conversation.BEN), PASSWORD);
    }

    @AfterAll
    static void stopMailServer() throws Exception {
        mailServer.close();
    }

    @Test
    void what_was_sent_and_what_was_read_is_on_the_timeline_exactly_once() throws Exception {
        assumeThat(System.getProperty("os.name")).as("the embedded database").isEqualTo("Linux");
        DemoPorts ports = DemoPorts.anyFree();
        Path file =
                Files.writeString(
                        folder.resolve("tapline.yaml"), DemoConfiguration.yaml(ports, mailServer));
        try (Roles roles = start(file)) {
            assertThat(roles).isNotNull();
            cli(file, 0, "contact", "add", "--email", Conversation.CAROL);
            cli(file, 0, "contact", "add", "--email", Conversation.DAN);

            List<Conversation.Expected> expected = play(ports, mailServer);
            Arrival.await(ConfigurationReader.read(source(file)), expected);

            for (String contact : List.of(Conversation.CAROL, Conversation.DAN)) {
                List<String> wanted =
                        expected.stream()
                                .filter(one -> one.contact().equals(contact))
                                .map(Conversation.Expected::messageId)
                                .toList();
                assertThat(messageIds(cli(file, 0, "timeline", contact, "--json")))
                        .containsExactlyInAnyOrderElementsOf(wanted);
            }
            assertThat(cli(file, 0, "timeline", Conversation.CAROL))
                    .contains("outbound", "inbound", "smtp-submission", "imap-fetch");
            cli(file, 3, "contact", "show", "nobody@example.test");
            assertThat(cli(file, 0, "status", "--json")).contains("\"version\"");
        }
    }

    @Test
    void with_enrol_listed_users_are_observed_once_they_are_added() throws Exception {
        assumeThat(System.getProperty("os.name")).as("the embedded database").isEqualTo("Linux");
        DemoPorts ports = DemoPorts.anyFree();
        Path file =
                Files.writeString(
                        folder.resolve("tapline.yaml"),
                        DemoConfiguration.yaml(ports, mailServer)
                                .replace("enrol: all-own-domains", "enrol: listed"));
        try (Roles roles = start(file)) {
            assertThat(roles).isNotNull();
            cli(file, 0, "user", "add", Conversation.ANNA);
            cli(file, 0, "user", "add", Conversation.BEN);
            cli(file, 0, "contact", "add", "--email", Conversation.CAROL);
            cli(file, 0, "contact", "add", "--email", Conversation.DAN);
            await("the proxy has asked who is listed")
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () ->
                                    assertThat(folder.resolve("data/directory.json"))
                                            .content()
                                            .contains(Conversation.ANNA, Conversation.BEN));

            Arrival.await(ConfigurationReader.read(source(file)), play(ports, mailServer));

            assertThat(messageIds(cli(file, 0, "timeline", Conversation.CAROL, "--json")))
                    .isNotEmpty();
        }
    }

    @Test
    void a_proxy_and_a_bridge_of_their_own_meet_at_a_broker() throws Exception {
        assumeThat(System.getProperty("os.name")).as("the embedded database").isEqualTo("Linux");
        DemoPorts ports = DemoPorts.anyFree();
        int brokerPort = DemoPorts.anyFree().http();
        String common =
                DemoConfiguration.yaml(ports, mailServer)
                                .replace("enrol: all-own-domains", "enrol: listed")
                        + "journal: { forward-to: \"tcp://127.0.0.1:%d\" }\n".formatted(brokerPort);
        Path bridgeFile =
                Files.writeString(
                        folder.resolve("bridge.yaml"),
                        common.replace("data: ./data", "data: ./bridge"));
        Path proxyFile =
                Files.writeString(
                        folder.resolve("proxy.yaml"),
                        common
                                + "bridge: { url: \"http://127.0.0.1:%d\", token-file: %s }\n"
                                        .formatted(
                                                ports.http(),
                                                folder.resolve("bridge/admin.token")));
        try (Broker broker = Broker.start(folder.resolve("broker"), brokerPort);
                Roles bridge = start(bridgeFile, Role.BRIDGE)) {
            assertThat(broker).isNotNull();
            assertThat(bridge).isNotNull();
            cli(bridgeFile, 0, "user", "add", Conversation.ANNA);
            cli(bridgeFile, 0, "user", "add", Conversation.BEN);
            cli(bridgeFile, 0, "contact", "add", "--email", Conversation.CAROL);
            cli(bridgeFile, 0, "contact", "add", "--email", Conversation.DAN);
            try (Roles proxy = start(proxyFile, Role.PROXY)) {
                assertThat(proxy).isNotNull();
                await("the proxy has asked who is listed")
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(
                                () ->
                                        assertThat(folder.resolve("data/directory.json"))
                                                .content()
                                                .contains(Conversation.ANNA, Conversation.BEN));

                List<Conversation.Expected> expected = play(ports, mailServer);

                Arrival.await(ConfigurationReader.read(source(bridgeFile)), expected);
                assertThat(expected).isNotEmpty();
            }
        }
    }

    private List<Conversation.Expected> play(DemoPorts ports, SampleMailServer mailServer)
            throws Exception {
        Path certificate = folder.resolve("data/tls/self-signed.pem");
        return new Conversation(
                        mailServer,
                        new MailClient(
                                Conversation.ANNA,
                                PASSWORD,
                                ports.imaps(),
                                ports.smtps(),
                                certificate),
                        new MailClient(
                                Conversation.BEN,
                                PASSWORD,
                                ports.imaps(),
                                ports.smtps(),
                                certificate))
                .play();
    }

    private Roles start(Path file) {
        return start(file, Role.ALL);
    }

    private Roles start(Path file, Role role) {
        return Roles.start(ConfigurationReader.read(source(file)), role);
    }

    private ConfigurationSource source(Path file) {
        return new ConfigurationSource(Optional.of(file), Map.of(), folder);
    }

    private static List<String> messageIds(String json) {
        List<String> ids = new ArrayList<>();
        for (JsonNode entry : JsonMapper.shared().readTree(json)) {
            ids.add(entry.path("message_id").asString(""));
        }
        return ids;
    }

    private String cli(Path file, int code, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("-c", file.toString()));
        int ended =
                Tapline.run(
                        new Surroundings(stream, stream, Map.of(), folder, 200, ZoneOffset.UTC),
                        all.toArray(String[]::new));
        String said = out.toString(StandardCharsets.UTF_8);
        assertThat(ended).as(said).isEqualTo(code);
        return said;
    }
}
