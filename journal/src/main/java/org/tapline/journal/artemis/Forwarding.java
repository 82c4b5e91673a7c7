package org.tapline.journal.artemis;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.tapline.journal.BrokerAddress;

/// Starts forwarding as soon as the other broker has the queue. A broker without the queue would
/// take every entry and drop it, so nothing is sent before it is there.
final class Forwarding implements AutoCloseable {
    private final EmbeddedBroker broker;
    private final BrokerAddress to;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    Forwarding(EmbeddedBroker broker, BrokerAddress to) {
        this.broker = broker;
        this.to = to;
        this.thread = Thread.ofVirtual().name("journal-forward").start(this::run);
    }

    private void run() {
        for (int failures = 1; ; failures++) {
            try (Endpoint.Link link = Endpoint.of(to).connect()) {
                link.ensureQueues();
                broker.forward(to);
                return;
            } catch (ActiveMQException | RuntimeException e) {
                JournalLog.LOG.warn(
                        "The broker {} cannot be reached; entries wait here: {}",
                        to.url(),
                        e.getMessage());
            }
            try {
                if (closing.await(
                        Backoff.DEFAULT.after(failures).toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
