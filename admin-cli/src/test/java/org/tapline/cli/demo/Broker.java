package org.tapline.cli.demo;

import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.JournalType;

/// A broker of somebody else's on loopback, where proxies and bridges meet.
final class Broker implements AutoCloseable {
    private final ActiveMQServer server;

    private Broker(ActiveMQServer server) {
        this.server = server;
    }

    static Broker start(Path data, int port) throws Exception {
        Configuration configuration =
                new ConfigurationImpl()
                        .setBindingsDirectory(data.resolve("bindings").toString())
                        .setJournalDirectory(data.resolve("journal").toString())
                        .setLargeMessagesDirectory(data.resolve("large").toString())
                        .setPagingDirectory(data.resolve("paging").toString())
                        .setJournalType(JournalType.NIO)
                        .setJournalMinFiles(2)
                        .setSecurityEnabled(false)
                        .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port);
        ActiveMQServer server = ActiveMQServers.newActiveMQServer(configuration, null, true);
        server.start();
        return new Broker(server);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the broker of the test did not stop", e);
        }
    }
}
