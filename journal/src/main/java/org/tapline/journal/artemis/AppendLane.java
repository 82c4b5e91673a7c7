package org.tapline.journal.artemis;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.Content;
import org.tapline.journal.JournalException;
import org.tapline.journal.Observation;

/// Sends entries one after the other, without waiting for the answer to one before sending the
/// next: the broker answers each when its fsync is done, and so many share one.
///
/// ```
/// offer → waiting (bounded) → worker: send through the line → sent (bounded) → answer → future
/// ```
final class AppendLane implements AutoCloseable {
    /// Appends that may wait for the worker; a burst of a thousand is a second of a slow disk.
    static final int MAX_WAITING = 1024;

    /// Entries sent and not yet answered. Bounds the heap: each is below [Endpoint#LARGE] or
    /// streamed.
    private static final int MAX_SENT = 64;

    /// How long close waits for answers, in seconds.
    private static final int CLOSE_SECONDS = 30;

    private final LineDialer dialer;
    private final BlockingQueue<Append> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Semaphore room = new Semaphore(MAX_SENT);
    private final Set<Append> sent = ConcurrentHashMap.newKeySet();
    private final Thread worker;
    private volatile boolean closing;
    private volatile boolean broken;
    private @Nullable AppendLine line;

    AppendLane(LineDialer dialer, String name) {
        this.dialer = dialer;
        this.worker = Thread.ofVirtual().name(name).start(this::run);
    }

    /// Takes an entry, or refuses it at once.
    CompletableFuture<Void> offer(Observation observation, Content content) {
        Append append = new Append(observation, content, new CompletableFuture<>());
        if (closing) {
            append.fail("The journal is closed.");
        } else if (!waiting.offer(append)) {
            append.fail("The disk of the journal cannot keep up with what is seen.");
        } else if (closing && waiting.remove(append)) {
            // the worker may have gone between the first look and the offer
            append.fail("The journal is closed.");
        }
        return append.done();
    }

    private void run() {
        try {
            while (!closing || !waiting.isEmpty()) {
                Append next = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (next != null) {
                    send(next);
                }
            }
        } catch (InterruptedException e) {
            failSent("The journal was interrupted.");
            Thread.currentThread().interrupt();
        } finally {
            hangUp();
        }
    }

    private void send(Append append) throws InterruptedException {
        if (broken) {
            hangUp();
        }
        // always answered or failed: by the broker, by the loss of the session, or by close
        room.acquire();
        sent.add(append);
        try {
            AppendLine current = line == null ? dial() : line;
            current.send(
                    append.observation(), append.content(), failure -> finish(append, failure));
        } catch (JournalException e) {
            finish(append, e);
        } catch (ActiveMQException | IOException | RuntimeException e) {
            // A large message may be half sent: only a new session forgets it.
            broken = true;
            finish(append, new JournalException("The journal could not be written: " + e, e));
        }
    }

    private AppendLine dial() throws ActiveMQException {
        AppendLine opened =
                dialer.dial(
                        why -> {
                            broken = true;
                            failSent(why);
                        });
        broken = false;
        line = opened;
        return opened;
    }

    /// Waits for the answers still under way, then lets go of the session.
    private void hangUp() {
        AppendLine last = line;
        line = null;
        if (last != null) {
            try {
                if (room.tryAcquire(MAX_SENT, CLOSE_SECONDS, TimeUnit.SECONDS)) {
                    room.release(MAX_SENT);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            last.close();
        }
        failSent("The journal lost its broker before it answered.");
        broken = false;
    }

    private void finish(Append append, @Nullable JournalException failure) {
        if (sent.remove(append)) {
            room.release();
            if (failure == null) {
                append.done().complete(null);
            } else {
                append.done().completeExceptionally(failure);
            }
        }
    }

    private void failSent(String why) {
        for (Append append : sent) {
            finish(append, new JournalException(why));
        }
    }

    /// Takes nothing more, waits until all that was taken is answered.
    @Override
    public void close() {
        closing = true;
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Identity, not equality: the same observation may be offered twice.
    private static final class Append {
        private final Observation observation;
        private final Content content;
        private final CompletableFuture<Void> done;

        Append(Observation observation, Content content, CompletableFuture<Void> done) {
            this.observation = observation;
            this.content = content;
            this.done = done;
        }

        Observation observation() {
            return observation;
        }

        Content content() {
            return content;
        }

        CompletableFuture<Void> done() {
            return done;
        }

        void fail(String why) {
            done.completeExceptionally(new JournalException(why));
        }
    }
}
