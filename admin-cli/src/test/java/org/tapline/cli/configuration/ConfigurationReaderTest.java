package org.tapline.cli.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.enquiries.RelaySettings;
import org.tapline.proxy.Network;
import org.tapline.proxy.ProxySettings.Admission;
import org.tapline.proxy.ProxySettings.Enrol;
import org.tapline.proxy.ProxySettings.Limits;
import org.tapline.proxy.ProxySettings.Listener;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.ProxySettings.Server;
import org.tapline.proxy.ProxySettings.Spooling;
import org.tapline.proxy.ProxySettings.Tls;

class ConfigurationReaderTest {
    private static final String WHOLE =
            """
            data: ./mail-data
            organisation: { name: Acme, domains: [Acme.test, other.test] }
            listen:
              imap:  [ { address: "0.0.0.0:993", tls: implicit }, { address: "127.0.0.1:1143", tls: none } ]
              smtp:  [ { address: "[::1]:587", tls: starttls } ]
              bcc:   { address: "0.0.0.0:2525", protocol: lmtp, domain: crm.acme.test, trusted: [10.1.0.0/16], messages-per-minute: 5 }
              milter: { address: "127.0.0.1:8891", peers: [192.0.2.1], trusted-clients: [10.0.0.0/8, "2001:db8::/32"] }
              http:  { address: "127.0.0.1:8026" }
            tls: { certificate: cert.pem, key: /etc/key.pem }
            upstream:
              default: { imap: { host: mail.acme.test, port: 1993, tls: starttls, trust: ca.pem },
                         smtp: { host: mail.acme.test } }
              domains: { Other.test: { imap: { host: imap.other.test, tls: starttls } } }
            database: { url: "jdbc:postgresql://db/tapline", user: crm, password-file: secret }
            journal:  { forward-to: "tcp://broker:61616" }
            bridge:   { url: "https://crm.acme.test", token-file: token }
            relay:    { host: out.acme.test, tls: starttls, user: crm, password-file: secret, sender: bounces@acme.test }
            enrol: listed
            """;

    @TempDir Path folder;

    @Test
    void every_key_of_the_contract_is_read() throws IOException {
        Configuration read = read(WHOLE, Map.of());

        assertThat(read.data()).isEqualTo(folder.resolve("mail-data"));
        assertThat(read.organisation().name()).isEqualTo("Acme");
        assertThat(read.organisation().domains())
                .containsExactlyInAnyOrder("acme.test", "other.test");
        assertThat(read.listeners())
                .containsExactly(
                        new Listener(Protocol.IMAP, at("0.0.0.0", 993), Tls.IMPLICIT),
                        new Listener(Protocol.IMAP, at("127.0.0.1", 1143), Tls.NONE),
                        new Listener(Protocol.SMTP, at("::1", 587), Tls.STARTTLS));
        assertThat(read.bcc())
                .contains(
                        new Configuration.Bcc(
                                Optional.of(at("0.0.0.0", 2525)),
                                true,
                                Optional.of("crm.acme.test"),
                                List.of(Network.parse("10.1.0.0/16").orElseThrow()),
                                5));
        assertThat(read.milter())
                .contains(
                        new Configuration.Milter(
                                at("127.0.0.1", 8891),
                                List.of(Network.parse("192.0.2.1").orElseThrow()),
                                List.of(
                                        Network.parse("10.0.0.0/8").orElseThrow(),
                                        Network.parse("2001:db8::/32").orElseThrow())));
        assertThat(read.http()).isEqualTo(at("127.0.0.1", 8026));
        assertThat(read.certificate().orElseThrow().chain()).isEqualTo(folder.resolve("cert.pem"));
        assertThat(read.certificate().orElseThrow().key()).isEqualTo(Path.of("/etc/key.pem"));
        assertThat(read.upstreams().fallback().imap())
                .contains(
                        new Server(
                                "mail.acme.test",
                                1993,
                                Tls.STARTTLS,
                                Optional.of(folder.resolve("ca.pem"))));
        assertThat(read.upstreams().fallback().smtp())
                .contains(new Server("mail.acme.test", 465, Tls.IMPLICIT, Optional.empty()));
        assertThat(other(read))
                .contains(new Server("imap.other.test", 143, Tls.STARTTLS, Optional.empty()));
        assertThat(read.database().orElseThrow().passwordFile()).contains(folder.resolve("secret"));
        assertThat(read.relay().orElseThrow())
                .isEqualTo(
                        new RelaySettings(
                                "out.acme.test",
                                587,
                                RelaySettings.Tls.STARTTLS,
                                Optional.empty(),
                                Optional.of("crm"),
                                Optional.of(folder.resolve("secret")),
                                Optional.of("bounces@acme.test")));
        assertThat(read.forwardTo()).contains("tcp://broker:61616");
        assertThat(read.bridge().orElseThrow().tokenFile()).isEqualTo(folder.resolve("token"));
        assertThat(read.enrol()).isEqualTo(Enrol.LISTED);
        assertThat(read.claims()).hasSize(12);
        assertThat(read.proxySettings().bccDomain()).contains("crm.acme.test");
        assertThat(read.bridgeSettings("1", read.certificate()::orElseThrow).organisation())
                .isEqualTo("Acme");
    }

    @Test
    void what_is_not_said_has_the_documented_value() throws IOException {
        Configuration read =
                read("upstream: { default: { imap: { host: mail.acme.test } } }", Map.of());

        assertThat(read.data()).isEqualTo(folder.resolve("tapline-data"));
        assertThat(read.http()).isEqualTo(at("127.0.0.1", 8025));
        assertThat(read.listeners())
                .containsExactly(
                        new Listener(Protocol.IMAP, at("0.0.0.0", 993), Tls.IMPLICIT),
                        new Listener(Protocol.IMAP, at("0.0.0.0", 143), Tls.STARTTLS));
        assertThat(read.enrol()).isEqualTo(Enrol.LISTED);
        assertThat(read.certificate()).isEmpty();
        assertThat(read.database()).isEmpty();
    }

    @Test
    void who_the_client_is_and_how_much_it_may_are_read() throws IOException {
        Configuration read =
                read(
                        """
                        listen: { imap: [ { address: "127.0.0.1:1143", tls: none, proxy-protocol: ["10.0.0.0/8", "::1"] } ] }
                        upstream: { default: { imap: { host: m, proxy-protocol: v2, id: true } } }
                        limits:
                          sign-in-time: 30s
                          commands-before-sign-in: 7
                          commands-per-second: 2
                          failed-sign-ins: 3
                          connections-per-address: 20
                          connections-per-second: 4
                          connections-per-user: 5
                          idle: 2h
                          durable-wait: 500ms
                          drain: 1m
                          spool-memory-per-session: 512K
                          spool-memory: 8M
                          spool-disk: 2G
                          disk-reserve: 1G
                        """,
                        Map.of());

        assertThat(read.listeners().getFirst().proxies())
                .containsExactly(
                        Network.parse("10.0.0.0/8").orElseThrow(),
                        Network.parse("::1").orElseThrow());
        Server server = read.upstreams().fallback().imap().orElseThrow();
        assertThat(server.proxyHeader()).isTrue();
        assertThat(server.clientId()).isTrue();
        assertThat(read.proxySettings().limits())
                .isEqualTo(
                        new Limits(
                                Duration.ofMillis(500),
                                Duration.ofMinutes(1),
                                new Admission(
                                        Duration.ofSeconds(30),
                                        7,
                                        2,
                                        3,
                                        20,
                                        4,
                                        5,
                                        Duration.ofHours(2)),
                                new Spooling(512 << 10, 8 << 20, 2L << 30, 1 << 30)));
    }

    @Test
    void limits_that_are_not_said_have_their_defaults() throws IOException {
        Configuration read =
                read(
                        "upstream: {default: {imap: {host: m}}}\nlimits: {drain: 1s}",
                        Map.of("TAPLINE_LIMITS_IDLE", "31m"));

        assertThat(read.limits().drain()).isEqualTo(Duration.ofSeconds(1));
        assertThat(read.limits().admission().idle()).isEqualTo(Duration.ofMinutes(31));
        assertThat(read.limits().spooling()).isEqualTo(Spooling.DEFAULTS);
        assertThat(read.limits().durableWait()).isEqualTo(Limits.DEFAULTS.durableWait());
    }

    @Test
    void own_domains_are_enrolled_unless_the_file_says_otherwise() throws IOException {
        String file =
                "organisation: { domains: acme.test }\nupstream: {default: {imap: {host: m}}}";

        assertThat(read(file, Map.of()).enrol()).isEqualTo(Enrol.ALL_OWN_DOMAINS);
    }

    @Test
    void a_variable_wins_over_the_file() throws IOException {
        Configuration read =
                read(
                        WHOLE,
                        Map.of(
                                "TAPLINE_DATA", "/srv/tapline",
                                "TAPLINE_UPSTREAM_DEFAULT_IMAP_HOST", "imap.example.test",
                                "TAPLINE_UPSTREAM_SMTP_HOST", "smtp.example.test",
                                "TAPLINE_UPSTREAM_SMTP_PORT", "2465",
                                "TAPLINE_DATABASE_PASSWORD_FILE", "/run/secret",
                                "TAPLINE_UPSTREAM_DOMAINS_OTHER_TEST_IMAP_PORT", "1144",
                                "TAPLINE_LISTEN_SMTP",
                                        "[{\"address\": \"127.0.0.1:1587\", \"tls\": \"none\"}]"));

        assertThat(read.data()).isEqualTo(Path.of("/srv/tapline"));
        assertThat(read.upstreams().fallback().imap().orElseThrow().host())
                .isEqualTo("imap.example.test");
        assertThat(read.upstreams().fallback().smtp())
                .contains(new Server("smtp.example.test", 2465, Tls.IMPLICIT, Optional.empty()));
        assertThat(read.database().orElseThrow().passwordFile()).contains(Path.of("/run/secret"));
        assertThat(other(read).orElseThrow().port()).isEqualTo(1144);
        assertThat(read.listeners())
                .contains(new Listener(Protocol.SMTP, at("127.0.0.1", 1587), Tls.NONE))
                .hasSize(3);
    }

    @Test
    void variables_alone_are_enough() {
        Map<String, String> variables =
                Map.of(
                        "TAPLINE_UPSTREAM_IMAP_HOST", "mail.acme.test",
                        "TAPLINE_ORGANISATION_DOMAINS", "acme.test, acme.example",
                        "TAPLINE_LISTEN_HTTP_ADDRESS", "127.0.0.1:9000",
                        "TAPLINE_CONFIG", "",
                        "TAPLINE_PORT_8025_TCP", "tcp://10.0.0.1:8025");
        Configuration read =
                ConfigurationReader.read(
                        ConfigurationSource.find(Optional.empty(), variables, folder));

        assertThat(read.file()).isEmpty();
        assertThat(read.organisation().domains())
                .containsExactlyInAnyOrder("acme.test", "acme.example");
        assertThat(read.http()).isEqualTo(at("127.0.0.1", 9000));
    }

    @Test
    void the_file_is_the_one_given_else_the_one_named_by_the_variable_else_the_usual_one()
            throws IOException {
        Map<String, String> named = Map.of("TAPLINE_CONFIG", "named.yaml");

        assertThat(ConfigurationSource.find(Optional.empty(), Map.of(), folder).exists()).isFalse();
        Path usual = Files.writeString(folder.resolve("tapline.yaml"), "");
        assertThat(ConfigurationSource.find(Optional.empty(), Map.of(), folder).file())
                .contains(usual);
        assertThat(ConfigurationSource.find(Optional.empty(), named, folder).file())
                .contains(folder.resolve("named.yaml"));
        assertThat(ConfigurationSource.find(Optional.of(Path.of("x")), named, folder).file())
                .contains(Path.of("x"));
    }

    private static Optional<Server> other(Configuration read) {
        return read.upstreams().domains().entrySet().stream()
                .filter(entry -> entry.getKey().equals("other.test"))
                .findFirst()
                .flatMap(entry -> entry.getValue().imap());
    }

    private Configuration read(String yaml, Map<String, String> variables) throws IOException {
        Path file = Files.writeString(folder.resolve("tapline.yaml"), yaml);
        return ConfigurationReader.read(
                ConfigurationSource.find(Optional.of(file), variables, folder));
    }

    private static InetSocketAddress at(String host, int port) {
        return new InetSocketAddress(host, port);
    }

    static List<String> problems(Path file, Map<String, String> variables) {
        try {
            ConfigurationReader.read(
                    ConfigurationSource.find(
                            Optional.of(file), variables, Path.of("").toAbsolutePath()));
            return List.of();
        } catch (ConfigurationException wrong) {
            return wrong.problems().stream().map(Problem::line).toList();
        }
    }
}
