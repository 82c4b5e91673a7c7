package org.tapline.journal.artemis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Set<Subscription> running = ConcurrentHashMap.newKeySet();

    Deliveries(Endpoint endpoint, Path spool) {
        this(endpoint, spool, DeliveryWorker.TURN);
    }

    Deliveries(Endpoint endpoint, Path spool, Duration turn) {
        this.turn = turn;
        this.endpoint = endpoint;
        this.spool = spool;
    }

    Subscription subscribe(int parallelism, Consumer consumer) {
        if (parallelism < 1) {
            throw new IllegalArgumentException("a subscription needs a worker: " + parallelism);
        }
        List<DeliveryWorker> workers =
                IntStream.range(0, parallelism)
                        .mapToObj(i -> worker(consumer, "journal-deliver-" + i))
                        .toList();
        try {
            for (DeliveryWorker worker : workers) {
                worker.dial();
            }
        } catch (ActiveMQException e) {
            // Workers dial again by themselves: a broker that is down now may come.
            JournalLog.LOG.warn("The journal cannot be read yet: {}", e.getMessage());
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
