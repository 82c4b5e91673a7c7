package org.tapline.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.cli.configuration.Configuration;
import org.tapline.cli.configuration.ConfigurationReader;
import org.tapline.cli.configuration.ConfigurationSource;
import org.tapline.cli.configuration.Problem;

class StartChecksTest {
    @TempDir Path folder;

    @Test
    void a_taken_port_is_named_with_its_key_and_line() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThat(problems("listen: { imap: [ { address: \"127.0.0.1:%d\" } ] }", port))
                    .containsExactly(
                            folder.resolve("tapline.yaml")
                                    + ":1: listen.imap[0].address cannot listen on 127.0.0.1:"
                                    + port
                                    + ": the port is taken; stop what listens there or choose"
                                    + " another port");
        }
    }

    @Test
    void a_role_asks_only_for_what_it_needs() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Configuration configuration =
                    configuration(
                            "listen: { imap: [], http: { address: \"127.0.0.1:%d\" } }",
                            taken.getLocalPort());

            assertThat(StartChecks.of(configuration, Role.PROXY)).isEmpty();
            assertThat(StartChecks.of(configuration, Role.BRIDGE)).hasSize(1);
        }
    }

    @Test
    void a_missing_certificate_and_a_file_that_is_none_are_named() throws IOException {
        Files.writeString(folder.resolve("wrong.pem"), "no certificate\n");
        String tls = "listen: { imap: [] }\ntls: { certificate: %s, key: wrong.pem }";

        assertThat(problems(tls, "missing.pem"))
                .singleElement()
                .asString()
                .endsWith(
                        ":2: tls.certificate names "
                                + folder.resolve("missing.pem")
                                + ", which does not exist");
        assertThat(problems(tls, "wrong.pem"))
                .singleElement()
                .asString()
                .contains("tls.certificate names", "which is no certificate in PEM form");
    }

    @Test
    void an_empty_password_file_is_named() throws IOException {
        Files.writeString(folder.resolve("secret"), "\n");

        assertThat(
                        problems(
                                "listen: { imap: [] }\ndatabase: { url: \"jdbc:postgresql:x\","
                                        + " password-file: %s }",
                                "secret"))
                .singleElement()
                .asString()
                .endsWith("which is empty");
    }

    private List<String> problems(String yaml, Object value) throws IOException {
        return StartChecks.of(configuration(yaml, value), Role.ALL).stream()
                .map(Problem::line)
                .filter(line -> !line.contains("listen.http"))
                .toList();
    }

    private Configuration configuration(String yaml, Object value) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("tapline.yaml"),
                        yaml.formatted(value)
                                + "\nupstream: { default: { imap: { host: mail.acme.test } } }\n");
        return ConfigurationReader.read(
                ConfigurationSource.find(Optional.of(file), Map.of(), folder));
    }
}
