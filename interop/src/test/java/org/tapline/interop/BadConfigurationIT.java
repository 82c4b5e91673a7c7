package org.tapline.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A configuration that cannot work: one clear line each, and an exit code that is not 0.
class BadConfigurationIT {
    @TempDir Path folder;

    @BeforeAll
    static void need_a_lab() throws IOException {
        Lab.up();
    }

    @Test
    void an_unknown_key_names_the_nearest_one() throws Exception {
        expectOneLine(good().replace("organisation:", "organization:"), "organisation");
    }

    @Test
    void a_missing_upstream_is_named() throws Exception {
        expectOneLine(good().replaceAll("(?s)upstream:.*?\nenrol", "enrol"), "upstream");
    }

    @Test
    void a_port_that_is_taken_is_named() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = ":" + taken.getLocalPort();
            expectOneLine(good().replaceFirst("127.0.0.1:\\d+", "127.0.0.1" + port), port);
        }
    }

    @Test
    void a_certificate_that_is_none_is_named() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong.pem"), "this is no certificate\n");
        expectOneLine(
                good() + "tls: { certificate: \"" + wrong + "\", key: \"" + wrong + "\" }\n",
                "wrong.pem");
    }

    @Test
    void a_data_folder_that_cannot_be_one_is_named() throws Exception {
        Path file = Files.writeString(folder.resolve("a-file"), "not a folder");
        expectOneLine(good().replaceFirst("data: .*", "data: " + file), "a-file");
    }

    private String good() {
        int[] free = Lab.freePorts(2);
        return """
        data: %s
        organisation: { name: Lab, domains: [lab.test] }
        listen:
          imap: [ { address: "127.0.0.1:%d", tls: implicit } ]
          http: { address: "127.0.0.1:%d" }
        upstream:
          default:
            imap: { host: localhost, port: %d, tls: implicit }
        enrol: listed
        """
                .formatted(folder.resolve("data"), free[0], free[1], Lab.IMAPS);
    }

    private void expectOneLine(String configuration, String names) throws IOException {
        Path file = Files.writeString(folder.resolve("tapline.yaml"), configuration);
        Command.Result result =
                Command.run(
                        120,
                        Map.of(),
                        List.of(RunningTapline.tapline(), "start", "-c", file.toString()));
        assertThat(result.exit()).isNotEqualTo(0);
        assertThat(result.text()).doesNotContain("ready");
        List<String> lines = result.stderr().lines().filter(l -> l.startsWith("tapline:")).toList();
        assertThat(lines).as(result.stderr()).hasSize(1);
        assertThat(lines.getFirst()).contains(names);
        assertThat(result.stderr()).doesNotContain("\tat ");
    }
}
