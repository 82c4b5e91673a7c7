package org.tapline.journal.artemis;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.Journal;
import org.tapline.journal.Journal.Consumer;
import org.tapline.journal.artemis.EntryMessage.Reading;

/// Takes entries from the broker, as many as wait and the consumer likes at once, and keeps them
/// until the consumer has stored them.
///
/// | state | event | next |
/// | --- | --- | --- |
/// | waiting | entries come | working |
/// | working | all stored | acknowledged, waiting |
/// | working | some stored, or none, or exception | those acknowledged, pausing |
/// | pausing | pause over | working, the entries that are left |
/// | pausing | close | given back in their place |
/// | waiting | turn over | a new session, empty-handed |
/// | any | session lost | pausing, then a new session; the broker delivers again |
///
/// The broker leaves a mailbox with the worker that got it first, for as long as that one stays.
/// So that a bridge which joins later gets its share, a worker gives up its mailboxes after a
/// turn, when it works on no entry; those sent to it ahead go back to their place first. One that
/// got nothing stays, so that it is there when others give up theirs.
final class DeliveryWorker {
    /// How long a turn lasts: a joining bridge has its share after about this time, and a new
    /// session a minute costs nothing.
    static final Duration TURN = Duration.ofMinutes(1);

    /// How long one wait for an entry lasts, in milliseconds; also how late a close is noticed.
    private static final long POLL = 250;

    private final Endpoint endpoint;
    private final Path spool;
    private final Duration turn;
    private final Consumer consumer;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private @Nullable Line line;

    /// Whether it has got anything in this turn, and so has mailboxes to give up.
    private boolean served;

    DeliveryWorker(Endpoint endpoint, Path spool, Duration turn, Consumer consumer, String name) {
        this.turn = turn;
        this.endpoint = endpoint;
        this.spool = spool;
        this.consumer = consumer;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /// Registers with the broker, so that it knows all workers before it gives out mailboxes.
    void dial() throws ActiveMQException {
        Endpoint.Link link = endpoint.connect();
        line = new Line(link, link.session().createConsumer(Queues.ENTRIES), System.nanoTime());
        served = false;
        link.session().start();
    }

    void start() {
        thread.start();
    }

    /// Asks the worker to stop; does not wait.
    void close() {
        closing.countDown();
    }

    void await() throws InterruptedException {
        thread.join();
    }

    private void run() {
        int failures = 0;
        while (closing.getCount() > 0) {
            try {
                if (line == null) {
                    dial();
                }
                takeSome();
                failures = 0;
                endTurn();
            } catch (ActiveMQException | IOException | RuntimeException e) {
                failures++;
                JournalLog.LOG.warn("The journal cannot deliver and tries again: {}", e.toString());
                hangUp();
                pause(failures);
            }
        }
        hangUp();
    }

    private void takeSome() throws ActiveMQException, IOException {
        Line current = line;
        if (current == null) {
            return;
        }
        ClientMessage message = current.consumer().receive(POLL);
        if (message == null) {
            if (current.consumer().isClosed()) {
                throw new ActiveMQException("the session was closed by the broker");
            }
            return;
        }
        served = true;
        try (Batch batch = new Batch()) {
            boolean settled = true;
            while (message != null && settled) {
                Body body = batch.hold(message, spool);
                switch (EntryMessage.read(body)) {
                    case Reading.Known known -> batch.add(known, message);
                    case Reading.Foreign foreign -> {
                        settled = deliver(batch);
                        if (settled) {
                            ClientSession session = current.link().session();
                            ParkedQueue.park(session, message, body, foreign.reason());
                            message.acknowledge();
                        }
                    }
                }
                message =
                        settled && batch.hasRoom(consumer.most())
                                ? current.consumer().receiveImmediate()
                                : null;
            }
            if (settled) {
                deliver(batch);
            }
        }
    }

    private void endTurn() {
        if (served && line != null && System.nanoTime() - line.since() > turn.toNanos()) {
            hangUp();
        }
    }

    /// @return false when the worker was closed before all were stored
    private boolean deliver(Batch batch) throws ActiveMQException {
        int failures = 0;
        while (!batch.entries().isEmpty()) {
            int stored = stored(batch.entries());
            batch.acknowledge(stored);
            failures = stored > 0 ? 1 : failures + 1;
            if (!batch.entries().isEmpty() && pause(failures)) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("CatchingUnchecked") // see below
    private int stored(List<Journal.Entry> entries) {
        try {
            return consumer.consumeAll(entries);
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            // Whatever the consumer throws, the entry stays: a worker that died of it would stop
            // the mail of every mailbox it serves without a word.
            UUID first = entries.getFirst().observation().id();
            JournalLog.LOG.warn("Entries could not be stored, the first is {}", first, e);
            return 0;
        }
    }

    /// @return true when the worker was closed meanwhile
    private boolean pause(int failures) {
        try {
            return closing.await(Backoff.DEFAULT.after(failures).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // nobody interrupts a worker of ours; if it happens, it means stop
            closing.countDown();
            return true;
        }
    }

    /// Gives back what is not acknowledged, and what is on its way here, before the broker forgets
    /// who had the mailbox: else the next worker could get the entry after it first. The session is
    /// stopped for it, so that nothing is sent here again in between.
    private void hangUp() {
        Line last = line;
        line = null;
        if (last == null) {
            return;
        }
        try {
            if (!last.link().session().isClosed()) {
                last.link().session().stop();
                last.link().session().rollback(false);
            }
        } catch (ActiveMQException e) {
            JournalLog.LOG.debug("giving back an entry: {}", e.getMessage());
        } finally {
            last.link().close();
        }
    }

    private record Line(Endpoint.Link link, ClientConsumer consumer, long since) {}
}
