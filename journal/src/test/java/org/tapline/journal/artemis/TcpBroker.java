package org.tapline.journal.artemis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.JournalType;
import org.tapline.journal.BrokerAddress;

/// A broker of somebody else's on loopback: defaults, and none of our queues. It may be stopped
/// and started again on the same port.
final class TcpBroker implements AutoCloseable {
    private final Path data;
    private final int port;
    private ActiveMQServer server;

    TcpBroker(Path data) throws IOException {
        this.data = data;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        server = make();
    }

    BrokerAddress address() {
        return BrokerAddress.parse("tcp://127.0.0.1:" + port);
    }

    void start() throws Exception {
        server = make();
        server.start();
    }

    void stop() throws Exception {
        server.stop();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private ActiveMQServer make() {
        try {
            Configuration configuration =
                    new ConfigurationImpl()
                            .setBindingsDirectory(data.resolve("bindings").toString())
                            .setJournalDirectory(data.resolve("journal").toString())
                            .setLargeMessagesDirectory(data.resolve("large").toString())
                            .setPagingDirectory(data.resolve("paging").toString())
                            .setJournalType(JournalType.NIO)
                            .setJournalBufferTimeout_NIO(100_000)
                            .setJournalMinFiles(2)
                            .setSecurityEnabled(false)
                            .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port);
            return ActiveMQServers.newActiveMQServer(configuration, null, true);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
