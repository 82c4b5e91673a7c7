package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.Bridge;
import org.tapline.bridge.BridgeSettings;
import org.tapline.bridge.MemoryJournal;

/// An HTTP port that somebody else has.
class PortTakenTest {
    @TempDir Path data;

    @Test
    void it_is_told_in_one_line_that_names_the_address_and_says_what_to_do() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket taken = new ServerSocket(0, 1, loopback)) {
            BridgeSettings settings =
                    new BridgeSettings(
                            data,
                            "Acme",
                            Set.of("acme.test"),
                            new InetSocketAddress(loopback, taken.getLocalPort()),
                            Optional.empty(),
                            "0.1.0-test");

            assertThatThrownBy(
                            () ->
                                    Bridge.start(
                                            settings,
                                            new MemoryJournal(),
                                            new SimpleMeterRegistry()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(":" + taken.getLocalPort() + ", it is in use")
                    .hasMessageContaining("change listen.http")
                    .hasMessageNotContaining("\n");
        }
    }
}
