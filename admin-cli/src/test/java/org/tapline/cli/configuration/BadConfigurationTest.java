package org.tapline.cli.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each bad configuration with the whole line that people get to read.
class BadConfigurationTest {
    private static final String GOOD =
            "upstream: { default: { imap: { host: mail.acme.test } } }\n";

    private static final String ADDED =
            """
            listn: {} | :2: listn is not a key; the nearest is 'listen'. Known here: bridge, data, database, enrol, journal, limits, listen, organisation, tls, upstream
            listen: { imapp: [] } | :2: listen.imapp is not a key; the nearest is 'imap'. Known here: bcc, http, imap, milter, smtp
            listen: { http: { adress: "127.0.0.1:1" } } | :2: listen.http.adress is not a key; the nearest is 'address'. Known here: address
            data: [1, 2] | :2: data must be a plain value, but is a list
            data: | :2: data has no value; give it one or remove the line
            listen: yes | :2: listen must be a group of keys, but is the text 'yes'
            listen: { imap: here } | :2: listen.imap must be a list of groups of keys, but is the text 'here'
            listen: { imap: [ "0.0.0.0:993" ] } | :2: listen.imap[0] must be a group of keys, but is the text '0.0.0.0:993'
            listen: { imap: [ { address: "0.0.0.0:0" } ] } | :2: listen.imap[0].address needs a port from 1 to 65535, but has '0'
            listen: { http: { address: "127.0.0.1:65536" } } | :2: listen.http.address needs a port from 1 to 65535, but has '65536'
            listen: { http: { address: "8025" } } | :2: listen.http.address must be ADDRESS:PORT, such as "0.0.0.0:993" or "[::]:993", but is '8025'
            listen: { imap: [ { tls: implicit } ] } | :2: listen.imap[0].address is missing; such as address: "0.0.0.0:993"
            listen: { imap: [ { address: "0.0.0.0:143", tls: none } ] } | :2: listen.imap[0].tls is none, but 0.0.0.0:143 is not a loopback address; use implicit or starttls, or listen on 127.0.0.1
            listen: { imap: [ { address: "0.0.0.0:143", tls: ssl } ] } | :2: listen.imap[0].tls must be one of none, starttls, implicit, but is 'ssl'
            listen: { smtp: [ { address: "0.0.0.0:465" } ] } | :2: listen.smtp[0] listens, but no upstream is named for it; add upstream.default.smtp
            listen: { milter: { peers: [ 10.0.0.1 ] } } | :2: listen.milter.address is missing; such as address: "127.0.0.1:8891"
            listen: { milter: { address: "127.0.0.1:8891", peers: [ mail.acme.test ] } } | :2: listen.milter.peers must be an address or a network such as 10.0.0.0/8, but is 'mail.acme.test'
            listen: { bcc: { address: "0.0.0.0:25", domain: crm.acme.test, messages-per-minute: 0 } } | :2: listen.bcc.messages-per-minute needs a whole number from 1 on, but has '0'
            listen: { bcc: { address: "0.0.0.0:25" } } | :2: listen.bcc.domain is missing; the domain of the BCC-to-CRM addresses
            listen: { imap: [ { address: "0.0.0.0:143", proxy-protocol: [ 10.0.0.0/8, balancer ] } ] } | :2: listen.imap[0].proxy-protocol must be an address or a network such as 10.0.0.0/8, but is 'balancer'
            listen: { imap: [ { address: "0.0.0.0:143", proxy-protocol: [ 10.0.0.0/33 ] } ] } | :2: listen.imap[0].proxy-protocol must be an address or a network such as 10.0.0.0/8, but is '10.0.0.0/33'
            limits: { drain: 10 } | :2: limits.drain needs a time such as 500ms, 30s, 3m or 2h, but has '10'
            limits: { connections-per-user: 0 } | :2: limits.connections-per-user needs a whole number from 1 on, but has '0'
            limits: { spool-disk: 4GB } | :2: limits.spool-disk needs a size such as 512K, 64M or 4G, but has '4GB'
            tls: { certificate: c.pem } | :2: tls.key is missing; certificate and key belong together (PEM files)
            database: { user: x } | :2: database.url is missing; such as jdbc:postgresql://db.acme.test/tapline
            database: { url: "jdbc:h2:x" } | :2: database.url must start with jdbc:postgresql:, but is 'jdbc:h2:x'
            bridge: { url: "ftp://x", token-file: t } | :2: bridge.url must be a URL with https:// or http://, but is 'ftp://x'
            bridge: { url: "https://x" } | :2: bridge.token-file is missing; a file with a token of that bridge
            journal: { forward-to: "user:secret@x" } | :2: journal.forward-to must be the address of a broker, such as tcp://host:61616
            enrol: everybody | :2: enrol must be one of all-own-domains, listed, but is 'everybody'
            enrol: all-own-domains | :2: enrol is all-own-domains, but organisation.domains is empty; list your domains there
            organisation: { domains: [ "a b" ] } | :2: organisation.domains must be a domain name, but is 'a b'
            upstream: {} | :2: the key 'upstream' stands here twice
            """;
    private static final String WHOLE =
            """
            data: x | :1: upstream is missing; name your mail server: upstream: { default: { imap: { host: mail.acme.test }, smtp: { host: mail.acme.test } } }
            upstream: { domains: {} } | :1: upstream.default is missing; name your mail server: default: { imap: { host: mail.acme.test } }
            upstream: { default: { imap: { port: 993 } } } | :1: upstream.default.imap.host is missing; name the mail server
            upstream: { default: { imap: { host: "mail:993" } } } | :1: upstream.default.imap.host must be a host name without a port, but is 'mail:993'
            upstream: { default: { imap: { host: m, port: imap } } } | :1: upstream.default.imap.port needs a port from 1 to 65535, but has 'imap'
            upstream: { default: { imap: { host: m, proxy-protocol: v1 } } } | :1: upstream.default.imap.proxy-protocol must be one of v2, but is 'v1'
            upstream: { default: { imap: { host: m, id: yes } } } | :1: upstream.default.imap.id must be true or false, but is 'yes'
            upstream: { default: { imap: { host: m, tls: none, trust: ca.pem } } } | :1: upstream.default.imap.trust has no use with tls: none; remove it or choose implicit or starttls
            - a | :1: must hold keys such as 'upstream:', but is a list
            a: [ | :1: is not YAML: expected the node content, but found '<stream end>'
            """;

    @TempDir Path folder;

    static Stream<String[]> added() {
        return ADDED.lines().map(line -> line.split(" \\| ", 2));
    }

    static Stream<String[]> whole() {
        return WHOLE.lines().map(line -> line.split(" \\| ", 2));
    }

    @ParameterizedTest
    @MethodSource("added")
    void one_line_says_where_what_and_the_remedy(String added, String line) throws IOException {
        Path file = Files.writeString(folder.resolve("t.yaml"), GOOD + added + "\n");

        assertThat(ConfigurationReaderTest.problems(file, Map.of())).containsExactly(file + line);
    }

    @ParameterizedTest
    @MethodSource("whole")
    void a_missing_or_wrong_upstream_is_one_line(String yaml, String line) throws IOException {
        Path file = Files.writeString(folder.resolve("t.yaml"), yaml);

        assertThat(ConfigurationReaderTest.problems(file, Map.of())).containsExactly(file + line);
    }

    @Test
    void all_problems_come_at_once() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("t.yaml"),
                        "enrol: x\nlisten:\n  http: { address: y }\nz: 1\n");

        assertThat(ConfigurationReaderTest.problems(file, Map.of("TAPLINE_DATTA", "x")))
                .hasSize(5)
                .anyMatch(line -> line.startsWith(file + ":1: enrol "))
                .anyMatch(line -> line.startsWith(file + ":3: listen.http.address "))
                .anyMatch(line -> line.startsWith(file + ":4: z "));
    }

    @Test
    void unknown_variables_name_the_nearest_one() throws IOException {
        Path file = Files.writeString(folder.resolve("t.yaml"), GOOD);

        assertThat(
                        ConfigurationReaderTest.problems(
                                file,
                                Map.of(
                                        "TAPLINE_UPSTREAM_IMAP_HOSTT", "x",
                                        "TAPLINE_DATTA", "x",
                                        "TAPLINE_SERVICE_HOST", "10.0.0.1")))
                .containsExactly(
                        "TAPLINE_DATTA: no such key; the nearest is TAPLINE_DATA. Rename or unset"
                                + " the variable",
                        "TAPLINE_UPSTREAM_IMAP_HOSTT: no such key; the nearest is"
                                + " TAPLINE_UPSTREAM_IMAP_HOST. Rename or unset the variable");
    }

    @Test
    void a_wrong_value_in_a_variable_names_the_variable() throws IOException {
        Path file = Files.writeString(folder.resolve("t.yaml"), GOOD);

        assertThat(
                        ConfigurationReaderTest.problems(
                                file, Map.of("TAPLINE_UPSTREAM_DEFAULT_IMAP_PORT", "x")))
                .containsExactly(
                        "TAPLINE_UPSTREAM_DEFAULT_IMAP_PORT: upstream.default.imap.port needs a"
                                + " port from 1 to 65535, but has 'x'");
    }

    @Test
    void a_file_that_cannot_be_read_is_one_line() throws IOException {
        Path missing = folder.resolve("missing.yaml");
        Path latin1 =
                Files.write(folder.resolve("latin1.yaml"), new byte[] {'a', ':', (byte) 0xE4});

        assertThat(ConfigurationReaderTest.problems(missing, Map.of()))
                .containsExactly(
                        missing
                                + ": does not exist; name another file with -c, or copy"
                                + " tapline.example.yaml there");
        assertThat(ConfigurationReaderTest.problems(folder, Map.of()))
                .containsExactly(folder + ": is a folder; name the file in it");
        assertThat(ConfigurationReaderTest.problems(latin1, Map.of()))
                .containsExactly(latin1 + ": is not UTF-8 text; save it as UTF-8");
    }
}
