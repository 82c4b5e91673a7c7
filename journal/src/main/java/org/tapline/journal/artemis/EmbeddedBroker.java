package org.tapline.journal.artemis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.BridgeConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.journal.impl.JournalFilesRepository;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnector;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.tapline.journal.BrokerAddress;
import org.tapline.journal.BrokerAddress.Credentials;
import org.tapline.journal.JournalException;

/// The broker inside this process: its settings, and the few things asked of it directly.
final class EmbeddedBroker implements AutoCloseable {
    /// In-memory acceptors share one table per process.
    private static final AtomicInteger NEXT_ID = new AtomicInteger();

    /// 0.1 ms in nanoseconds: how long the broker collects writes for one fsync. Its default of
    /// 3.3 ms limits one thread to 270 appends a second.
    private static final int GROUP_COMMIT_NANOS = 100_000;

    /// Files created at start: two are enough to begin, and save half a second.
    private static final int JOURNAL_FILES = 2;

    /// Ids remembered against double appends: a minute of the fastest proxy, for callers that
    /// repeat an append whose answer got lost.
    private static final int REMEMBERED_IDS = 20_000;

    /// Entries kept in heap at most, as a part of it; what is beyond waits in files.
    private static final int HEAP_PART = 8;

    /// What waits is seldom much; a gigabyte takes some seconds.
    private static final int SCRUB_SECONDS = 120;

    private static final int PAGE_OCTETS = 4 << 20;

    /// Folder of the large messages.
    private static final String LARGE = "large";

    /// Brokers of this process that are not closed; guarded by the class.
    private static int open;

    private final int id = NEXT_ID.getAndIncrement();
    private final ActiveMQServer server;
    private final Path largeFolder;
    private volatile boolean pastCache;

    EmbeddedBroker(Path data) {
        largeFolder = data.resolve(LARGE);
        server = ActiveMQServers.newActiveMQServer(configuration(data), null, true);
        synchronized (EmbeddedBroker.class) {
            open++;
        }
    }

    /// @throws IOException when the folder of the large messages cannot be written
    void start() throws IOException {
        pastCache = BlockFile.bypassesCache(largeFolder);
        server.registerIOCriticalErrorListener(
                (cause, message, file) ->
                        JournalLog.LOG.error(
                                "The disk of the journal failed; what is seen is no longer"
                                        + " captured until Tapline is started again: {}",
                                message,
                                cause));
        try {
            server.start();
        } catch (Exception e) {
            throw new JournalException("The journal cannot be opened: " + e.getMessage(), e);
        }
        if (!server.isActive()) {
            throw new JournalException(
                    "The journal cannot be opened; the lines above this one in the log say why.");
        }
    }

    Endpoint endpoint() {
        return Endpoint.inMemory(id);
    }

    /// A line past the client. It is never lost: what fails, fails entry by entry.
    AppendLine line(Consumer<String> lost) throws ActiveMQException {
        if (!server.isActive()) {
            throw new ActiveMQException("the broker is stopped");
        }
        return new DirectLine(server, pastCache);
    }

    /// Delivers nothing until the answer is closed.
    Deliveries.Stillness still() {
        Queue queue = server.locateQueue(SimpleString.of(Queues.ENTRIES));
        if (queue == null) {
            return Deliveries.Stillness.NONE;
        }
        queue.pause();
        return queue::resume;
    }

    /// Entries not acknowledged, those being worked on included.
    long depth() {
        return entries().getMessageCount();
    }

    /// Observation time of the oldest entry. Looks at the head of the queue and at what is being
    /// worked on, never through the queue.
    Optional<Long> oldestMillis() {
        Queue queue = entries();
        long oldest = Long.MAX_VALUE;
        MessageReference head = queue.peekFirstMessage();
        if (head != null) {
            oldest = head.getMessage().getTimestamp();
        }
        for (List<MessageReference> held : queue.getDeliveringMessages().values()) {
            for (MessageReference one : held) {
                oldest = Math.min(oldest, one.getMessage().getTimestamp());
            }
        }
        return oldest == Long.MAX_VALUE ? Optional.empty() : Optional.of(oldest);
    }

    /// Writes what waits into fresh files and deletes the others, so that no octet of an
    /// acknowledged entry is left in one.
    void scrub() {
        try {
            if (server.getStorageManager().getMessageJournal() instanceof JournalImpl journal) {
                journal.forceMoveNextFile();
                journal.scheduleCompactAndBlock(SCRUB_SECONDS);
                JournalFilesRepository files = journal.getFilesRepository();
                while (files.getFreeFilesCount() > 0) {
                    files.getFreeFile().getFile().delete();
                }
            }
        } catch (Exception e) {
            throw new JournalException("The journal cannot be rewritten: " + e.getMessage(), e);
        }
    }

    /// Starts the store-and-forward link. It connects by itself as often as needed.
    void forward(BrokerAddress to) {
        String name = "tapline-forward";
        BridgeConfiguration bridge =
                new BridgeConfiguration()
                        .setName(name)
                        .setQueueName(Queues.ENTRIES)
                        .setForwardingAddress(Queues.ENTRIES)
                        .setStaticConnectors(List.of(name))
                        .setUseDuplicateDetection(true)
                        .setMinLargeMessageSize(Endpoint.LARGE)
                        .setConfirmationWindowSize(1 << 20)
                        .setProducerWindowSize(1 << 20)
                        .setInitialConnectAttempts(-1)
                        .setReconnectAttempts(-1)
                        .setRetryInterval(500)
                        .setRetryIntervalMultiplier(2)
                        .setMaxRetryInterval(10_000);
        to.credentials().map(Credentials::user).ifPresent(bridge::setUser);
        to.credentials().map(Credentials::password).ifPresent(bridge::setPassword);
        try (ServerLocator parsed = ActiveMQClient.createServerLocator(to.url())) {
            server.getConfiguration()
                    .addConnectorConfiguration(name, parsed.getStaticTransportConfigurations()[0]);
            server.deployBridge(bridge);
        } catch (Exception e) {
            throw new JournalException("The journal cannot forward: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new JournalException("The journal did not close cleanly: " + e.getMessage(), e);
        } finally {
            letThreadsGo();
        }
    }

    /// The threads of in-memory connections are one pool for all brokers of the process, and
    /// would keep a process that is done alive for a minute.
    private static void letThreadsGo() {
        synchronized (EmbeddedBroker.class) {
            open--;
            if (open == 0) {
                InVMConnector.resetThreadPool();
            }
        }
    }

    private Queue entries() {
        Queue queue = server.locateQueue(SimpleString.of(Queues.ENTRIES));
        if (queue == null) {
            throw new JournalException(
                    "The journal is stopped, because its disk failed; see the log.");
        }
        return queue;
    }

    private Configuration configuration(Path data) {
        Configuration configuration =
                new ConfigurationImpl()
                        .setName("tapline-journal")
                        .setBindingsDirectory(data.resolve("bindings").toString())
                        .setJournalDirectory(data.resolve("journal").toString())
                        .setLargeMessagesDirectory(data.resolve(LARGE).toString())
                        .setPagingDirectory(data.resolve("paging").toString())
                        .setJournalType(JournalType.NIO)
                        .setJournalBufferTimeout_NIO(GROUP_COMMIT_NANOS)
                        .setPageSyncTimeout(GROUP_COMMIT_NANOS)
                        .setJournalMinFiles(JOURNAL_FILES)
                        .setJournalDatasync(true)
                        .setLargeMessageSync(true)
                        .setIDCacheSize(REMEMBERED_IDS)
                        .setPersistIDCache(true)
                        // DiskReserve refuses first; a producer that the broker holds would block
                        .setMaxDiskUsage(-1)
                        .setGlobalMaxSize(Runtime.getRuntime().maxMemory() / HEAP_PART)
                        .setSecurityEnabled(false)
                        .setJMXManagementEnabled(false)
                        .setMessageCounterEnabled(false)
                        // its answer to a slow disk would be to halt the whole process
                        .setCriticalAnalyzer(false)
                        .setWildcardRoutingEnabled(false)
                        .setMessageExpiryScanPeriod(-1)
                        .setMemoryMeasureInterval(-1);
        AddressSettings settings = addressSettings();
        for (QueueConfiguration queue : List.of(Queues.entries(), Queues.parked())) {
            configuration.addQueueConfiguration(queue);
            configuration.addAddressSetting(String.valueOf(queue.getName()), settings);
        }
        try {
            configuration.addAcceptorConfiguration("memory", "vm://" + id);
        } catch (Exception e) {
            throw new IllegalStateException("a fixed address is refused", e);
        }
        return configuration;
    }

    private static AddressSettings addressSettings() {
        return new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(Runtime.getRuntime().maxMemory() / HEAP_PART)
                .setPageSizeBytes(PAGE_OCTETS)
                // given back as often as it takes; a delay would let later entries overtake
                .setMaxDeliveryAttempts(-1)
                .setRedeliveryDelay(0)
                .setDeadLetterAddress(SimpleString.of(Queues.PARKED))
                // nothing of ours expires; the broker warns where no such address is named
                .setExpiryAddress(SimpleString.of(Queues.PARKED))
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false);
    }
}
