package org.tapline.journal.artemis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.tapline.journal.Journal.Consumer;
import org.tapline.journal.Journal.Subscription;
import org.tapline.journal.JournalException;

/// All subscriptions of one journal.
final class Deliveries implements AutoCloseable {
    private final Endpoint endpoint;
    private final Path spool;
    private final Duration turn;
    private final Supplier<Stillness> still;
    private final Set<Subscription> running = ConcurrentHashMap.newKeySet();

    /// Nothing is delivered until this is closed.
    interface Stillness {
        /// A broker elsewhere: other bridges are at work there.
        Stillness NONE = () -> {};

        void close();
    }

    Deliveries(Endpoint endpoint, Path spool, Supplier<Stillness> still) {
        this(endpoint, spool, DeliveryWorker.TURN, still);
    }

    /// @param still makes the queue wait until all workers of a subscription are there; else the
    ///     first one gets all mailboxes for its turn
    Deliveries(Endpoint endpoint, Path spool, Duration turn, Supplier<Stillness> still) {
        this.turn = turn;
        this.endpoint = endpoint;
        this.spool = spool;
        this.still = still;
    }

    Subscription subscribe(int parallelism, Consumer consumer) {
        if (parallelism < 1) {
            throw new IllegalArgumentException("a subscription needs a worker: " + parallelism);
        }
        List<DeliveryWorker> workers =
                IntStream.range(0, parallelism)
                        .mapToObj(i -> worker(consumer, "journal-deliver-" + i))
                        .toList();
        Stillness here = still.get();
        try {
            for (DeliveryWorker worker : workers) {
                worker.dial();
            }
        } catch (ActiveMQException e) {
            // Workers dial again by themselves: a broker that is down now may come.
            JournalLog.LOG.warn("The journal cannot be read yet: {}", e.getMessage());
        } finally {
            here.close();
        }
        workers.forEach(DeliveryWorker::start);
        Running subscription = new Running(workers);
        running.add(subscription);
        return subscription;
    }

    private DeliveryWorker worker(Consumer consumer, String name) {
        return new DeliveryWorker(endpoint, spool, turn, consumer, name);
    }

    @Override
    public void close() {
        for (Subscription subscription : running) {
            subscription.close();
        }
    }

    private final class Running implements Subscription {
        private final List<DeliveryWorker> workers;

        Running(List<DeliveryWorker> workers) {
            this.workers = workers;
        }

        @Override
        public void close() {
            workers.forEach(DeliveryWorker::close);
            try {
                for (DeliveryWorker worker : workers) {
                    worker.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new JournalException("Interrupted while entries were being worked on.", e);
            }
            running.remove(this);
        }
    }
}
