package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapline.proxy.Network;

/// Written headers are read by Netty's own decoder.
class ProxyHeaderTest {
    private static InetSocketAddress at(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 198.51.100.1, TCP4, 192.0.2.7",
        "2001:db8::7, 2001:db8::1, TCP6, 2001:db8:0:0:0:0:0:7",
        "192.0.2.7, 2001:db8::1, TCP6, 0:0:0:0:0:ffff:c000:207"
    })
    void a_written_header_names_the_client(
            String client, String destination, String transport, String read) {
        EmbeddedChannel channel = new EmbeddedChannel(new HAProxyMessageDecoder());
        channel.writeInbound(
                Unpooled.wrappedBuffer(
                        ProxyHeader.version2(at(client, 51234), at(destination, 993))));
        HAProxyMessage message = channel.readInbound();
        try {
            assertThat(message.protocolVersion()).isEqualTo(HAProxyProtocolVersion.V2);
            assertThat(message.proxiedProtocol().name()).isEqualTo(transport);
            assertThat(message.sourceAddress()).isEqualTo(read);
            assertThat(message.sourcePort()).isEqualTo(51234);
            assertThat(message.destinationPort()).isEqualTo(993);
        } finally {
            message.release();
            channel.finishAndReleaseAll();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 1.2.3.4, HEADER",
        "PROXY TCP6 , HEADER",
        "PROXY UNKNOWN, HEADER",
        "PROXY TCP, TOO_SHORT",
        "P, TOO_SHORT",
        "PROXY NOOP, NONE",
        "a1 CAPABILITY, NONE",
        "EHLO x, NONE"
    })
    void the_beginning_of_a_header_is_told_from_commands(
            String text, ProxyHeader.Finding expected) {
        byte[] octets =
                (text.startsWith("PROXY TCP6") ? "PROXY TCP6 " : text)
                        .getBytes(StandardCharsets.US_ASCII);
        assertThat(ProxyHeader.look(octets, octets.length)).isEqualTo(expected);
    }

    @Test
    void the_binary_signature_is_known_octet_by_octet() {
        byte[] header = ProxyHeader.version2(at("192.0.2.7", 1), at("192.0.2.8", 2));
        for (int length = 1; length < 12; length++) {
            assertThat(ProxyHeader.look(header, length)).isEqualTo(ProxyHeader.Finding.TOO_SHORT);
        }
        assertThat(ProxyHeader.look(header, 12)).isEqualTo(ProxyHeader.Finding.HEADER);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.2, false",
        "10.1.2.0/23, 10.1.3.9, true",
        "0.0.0.0/0, 203.0.113.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false"
    })
    void a_network_holds_the_addresses_with_its_prefix(
            String network, String address, boolean inside) {
        assertThat(Network.parse(network).orElseThrow().contains(InetAddress.ofLiteral(address)))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0/8",
        "localhost",
        "/8",
        "::1/129",
        "10.0.0.0/x"
    })
    void what_is_no_network_is_refused(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }
}
