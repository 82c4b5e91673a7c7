package org.tapline.journal.artemis;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.tapline.journal.BrokerAddress;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.JournalException;
import org.tapline.journal.JournalState;
import org.tapline.journal.Observation;
import org.tapline.journal.ParkedEntry;

/// The journal on a broker that proxies forward to: what a bridge of its own reads.
///
/// The broker may go and come; workers connect again. An append whose answer was lost with the
/// connection fails although it may have arrived: append it again with the same id, the broker
/// knows it.
public final class RemoteJournal implements Journal {
    private final Endpoint endpoint;
    private final Path spool;
    private final AppendLanes lanes;
    private final Deliveries deliveries;
    private final ParkedQueue parked;

    private RemoteJournal(Endpoint endpoint, Path spool) {
        this.endpoint = endpoint;
        this.spool = spool;
        this.lanes = new AppendLanes(lost -> ClientLine.dial(endpoint, lost));
        this.deliveries = new Deliveries(endpoint, spool, () -> Deliveries.Stillness.NONE);
        this.parked = new ParkedQueue(endpoint);
    }

    /// Connects, and creates the queues where they are missing.
    ///
    /// @param spool folder of its own for large messages while they are worked on
    /// @throws JournalException when the broker does not answer
    public static RemoteJournal open(BrokerAddress broker, Path spool) {
        Endpoint endpoint = Endpoint.of(broker);
        try (Endpoint.Link link = endpoint.connect()) {
            link.ensureQueues();
            Spool.prepare(spool);
        } catch (ActiveMQException e) {
            throw new JournalException(
                    "The broker " + broker.url() + " does not answer: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new JournalException(
                    "The folder " + spool + " cannot be used: " + e.getMessage(), e);
        }
        return new RemoteJournal(endpoint, spool);
    }

    @Override
    public CompletableFuture<Void> append(Observation observation, Content content) {
        return lanes.append(observation, content);
    }

    @Override
    public Subscription subscribe(int parallelism, Consumer consumer) {
        return deliveries.subscribe(parallelism, consumer);
    }

    /// Asks the broker: one connection and two questions. The oldest is that of the entries
    /// nobody is working on.
    @Override
    public JournalState state() {
        try (Endpoint.Link link = endpoint.connect()) {
            long depth =
                    link.session().queueQuery(SimpleString.of(Queues.ENTRIES)).getMessageCount();
            if (depth == 0) {
                return new JournalState(0, Optional.empty());
            }
            try (ClientConsumer browser = link.session().createConsumer(Queues.ENTRIES, true)) {
                link.session().start();
                ClientMessage head = browser.receiveImmediate();
                return new JournalState(
                        depth,
                        Optional.ofNullable(head)
                                .map(it -> Instant.ofEpochMilli(it.getTimestamp())));
            }
        } catch (ActiveMQException e) {
            throw new JournalException("The broker does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public List<ParkedEntry> parked() {
        return parked.list();
    }

    @Override
    public boolean replay(UUID id) {
        return parked.replay(id, spool);
    }

    /// The files are the broker's.
    @Override
    public boolean scrub() {
        return false;
    }

    @Override
    public void close() {
        lanes.close();
        deliveries.close();
    }
}
