package org.tapline.journal.artemis;

import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQQueueExistsException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.tapline.journal.BrokerAddress;
import org.tapline.journal.BrokerAddress.Credentials;

/// How a broker is reached, and with which settings.
///
/// Nothing here reconnects by itself: whoever holds a [Link] opens a new one, because only it
/// knows what was on its way.
record Endpoint(String url, Optional<Credentials> credentials) {
    /// From this size on a message is streamed to a file of its own instead of being written
    /// into the journal. 100 KiB is the broker's default and well below its 490 KiB buffer.
    static final int LARGE = 100 * 1024;

    /// Octets of a streamed message that travel together. Each packet passes from thread to thread
    /// four times inside the broker, and that costs more than the copying; the broker's default
    /// is as small as its smallest large message. What is streamed is decided by [#LARGE] alone.
    private static final int PACKET = 512 * 1024;

    /// Octets under way between us and the broker per session, in either direction.
    private static final int WINDOW = 1 << 20;

    /// Octets of entries that the broker sends a worker ahead of what it works on. The queue stops
    /// at an entry whose worker has no room for it, and with it everybody else's entries behind
    /// that one: this is how far the workers may drift apart, a few batches of usual mail.
    private static final int AHEAD = 2 << 20;

    /// Longest wait for one answer of the broker, in milliseconds.
    private static final long CALL_TIMEOUT = 30_000;

    static Endpoint inMemory(int serverId) {
        return new Endpoint("vm://" + serverId, Optional.empty());
    }

    static Endpoint of(BrokerAddress address) {
        return new Endpoint(address.url(), address.credentials());
    }

    /// A session in which every send and acknowledgement stands for itself.
    Link connect() throws ActiveMQException {
        return connect(true);
    }

    /// A session whose sends and acknowledgements take effect together at `commit`.
    Link connectTransacted() throws ActiveMQException {
        return connect(false);
    }

    private Link connect(boolean autoCommit) throws ActiveMQException {
        ServerLocator locator = locator();
        try {
            ClientSessionFactory factory = locator.createSessionFactory();
            ClientSession session =
                    factory.createSession(
                            credentials.map(Credentials::user).orElse(null),
                            credentials.map(Credentials::password).orElse(null),
                            false,
                            autoCommit,
                            autoCommit,
                            false,
                            0);
            return new Link(locator, session);
        } catch (ActiveMQException e) {
            locator.close();
            throw e;
        } catch (Exception e) {
            locator.close();
            throw new ActiveMQException("cannot connect: " + e.getMessage(), e, null);
        }
    }

    @SuppressWarnings("resource") // closed by the Link, or by connect when that fails
    private ServerLocator locator() throws ActiveMQException {
        ServerLocator locator;
        try {
            locator = ActiveMQClient.createServerLocator(url);
        } catch (Exception e) {
            throw new ActiveMQException("not a broker address: " + e.getMessage());
        }
        return locator.setReconnectAttempts(0)
                .setInitialConnectAttempts(1)
                .setCallTimeout(CALL_TIMEOUT)
                .setConfirmationWindowSize(WINDOW)
                .setProducerWindowSize(WINDOW)
                .setConsumerWindowSize(AHEAD)
                .setMinLargeMessageSize(PACKET)
                .setBlockOnDurableSend(true)
                .setBlockOnAcknowledge(false)
                .setAckBatchSize(0);
    }

    /// One connection with one session.
    record Link(ServerLocator locator, ClientSession session) implements AutoCloseable {

        /// Creates the queues where they are missing: a broker of somebody else's.
        void ensureQueues() throws ActiveMQException {
            for (QueueConfiguration queue :
                    new QueueConfiguration[] {Queues.entries(), Queues.parked()}) {
                if (!session.queueQuery(queue.getName()).isExists()) {
                    create(queue);
                }
            }
        }

        private void create(QueueConfiguration queue) throws ActiveMQException {
            try {
                session.createQueue(queue);
            } catch (ActiveMQQueueExistsException e) {
                JournalLog.LOG.debug("somebody else was first: {}", e.getMessage());
            }
        }

        /// Closing the locator closes all that came from it; a broken connection is no reason to
        /// fail here.
        @Override
        public void close() {
            try {
                session.close();
            } catch (ActiveMQException e) {
                JournalLog.LOG.debug("closing a session of the journal: {}", e.getMessage());
            } finally {
                locator.close();
            }
        }
    }
}
