package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tapline.proxy.relay.ScriptedConversation.octets;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.ProxySettings.Tls;

/// Something else than mail comes to the port.
class ForeignProtocolTest {
    /// The beginning of a TLS 1.2 record with a ClientHello in it.
    private static final byte[] CLIENT_HELLO =
            HexFormat.of().parseHex("16030100310100002d0303" + "00".repeat(32) + "000002c02f0100");

    @TempDir Path folder;

    private static String greeting(Protocol protocol) {
        return protocol == Protocol.IMAP ? "* OK hi\r\n" : "220 hi\r\n";
    }

    /// Opens, sends, and waits for the end.
    ///
    /// @return what the upstream got
    private String sent(Protocol protocol, Tls tls, byte[] octets) throws Exception {
        CompletableFuture<byte[]> heard = new CompletableFuture<>();
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket -> {
                                    try {
                                        socket.getOutputStream().write(octets(greeting(protocol)));
                                        heard.complete(socket.getInputStream().readAllBytes());
                                    } catch (IOException reset) {
                                        heard.complete(new byte[0]);
                                    }
                                });
                TestRelay relay =
                        TestRelay.before(upstream, folder)
                                .withProtocol(protocol)
                                .withClientTls(tls)
                                .withRealConversations()
                                .start();
                Socket client = relay.connect()) {
            client.getOutputStream().write(octets);
            InputStream in = client.getInputStream();
            assertThat(in.readAllBytes()).as("the session is closed").isNotNull();
            relay.awaitNoSessions();
            return new String(heard.join(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void http_is_closed_and_not_one_line_of_it_passes(Protocol protocol) throws Exception {
        String request = "POST / HTTP/1.1\r\nHost: mail.acme.test\r\n\r\na1 LOGIN x y\r\n";
        assertThat(sent(protocol, Tls.NONE, octets(request))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void tls_on_a_port_in_the_clear_is_closed(Protocol protocol) throws Exception {
        assertThat(sent(protocol, Tls.NONE, CLIENT_HELLO)).isEmpty();
    }

    @Test
    void http_on_a_tls_port_is_closed() throws Exception {
        assertThat(sent(Protocol.IMAP, Tls.IMPLICIT, octets("GET / HTTP/1.1\r\n\r\n"))).isEmpty();
    }
}
