package org.tapline.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Thousands of connections come and go at once.
class StormTest {
    private static final int CONNECTIONS = 3000;

    @TempDir Path folder;

    @Test
    void connections_that_close_at_once_leave_nothing_behind() throws Exception {
        long before = TestRelay.pinnedMemory();
        try (FakeUpstream upstream =
                        FakeUpstream.plain(
                                socket -> {
                                    socket.getOutputStream().write('+');
                                    socket.getInputStream().transferTo(socket.getOutputStream());
                                });
                TestRelay relay = TestRelay.before(upstream, folder).start()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket client = relay.connect();
                if (i % 3 == 0) {
                    client.setSoLinger(true, 0);
                } else if (i % 3 == 1) {
                    client.getOutputStream().write('a');
                }
                client.close();
            }
            relay.awaitNoSessions();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> TestRelay.pinnedMemory() <= before);
            try (Socket client = relay.connect()) {
                assertThat(client.getInputStream().read()).isEqualTo('+');
            }
        }
    }
}
