package org.tapline.journal.artemis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.JournalException;
import org.tapline.journal.JournalSettings;
import org.tapline.journal.JournalState;
import org.tapline.journal.Observation;
import org.tapline.journal.ParkedEntry;

/// The journal on one machine: a broker inside this process.
///
/// An id that was appended before is not taken again as long as the broker remembers it (the
/// newest 20,000).
public final class EmbeddedJournal implements Journal {
    private final FolderLock lock;
    private final EmbeddedBroker broker;
    private final Endpoint endpoint;
    private final DiskReserve reserve;
    private final AppendLanes lanes;
    private final Deliveries deliveries;
    private final ParkedQueue parked;
    private final Path spool;
    private final @Nullable Forwarding forwarding;

    private EmbeddedJournal(
            FolderLock lock, EmbeddedBroker broker, JournalSettings settings, FileStore disk) {
        this.lock = lock;
        this.broker = broker;
        this.spool = settings.data().resolve("spool");
        this.reserve = new DiskReserve(() -> usable(disk), settings.diskReserve());
        this.endpoint = broker.endpoint();
        this.lanes = new AppendLanes(broker::line);
        this.deliveries = new Deliveries(endpoint, spool, broker::still);
        this.parked = new ParkedQueue(endpoint);
        this.forwarding = settings.forwardTo().map(to -> new Forwarding(broker, to)).orElse(null);
    }

    /// Opens the journal in its folder, creating it where it is missing.
    ///
    /// @throws JournalException when the folder cannot be used, or another process uses it
    public static EmbeddedJournal open(JournalSettings settings) {
        Path data = settings.data();
        try {
            Files.createDirectories(data);
            FolderLock lock = FolderLock.take(data);
            EmbeddedBroker broker = new EmbeddedBroker(data);
            try {
                Spool.prepare(data.resolve("spool"));
                broker.start();
                return new EmbeddedJournal(lock, broker, settings, Files.getFileStore(data));
            } catch (IOException | RuntimeException e) {
                broker.close();
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new JournalException(
                    "The journal's folder " + data + " cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public CompletableFuture<Void> append(Observation observation, Content content) {
        Optional<String> refusal;
        try {
            refusal = reserve.refusal(content.size());
        } catch (UncheckedIOException e) {
            refusal = Optional.of("The disk of the journal does not answer: " + e.getMessage());
        }
        return refusal.isPresent()
                ? CompletableFuture.failedFuture(new JournalException(refusal.get()))
                : lanes.append(observation, content);
    }

    /// @throws IllegalStateException when the entries are forwarded: they are read there
    @Override
    public Subscription subscribe(int parallelism, Consumer consumer) {
        if (forwarding != null) {
            throw new IllegalStateException(
                    "the entries of this journal are forwarded; subscribe where they go");
        }
        return deliveries.subscribe(parallelism, consumer);
    }

    @Override
    public JournalState state() {
        return new JournalState(broker.depth(), broker.oldestMillis().map(Instant::ofEpochMilli));
    }

    @Override
    public List<ParkedEntry> parked() {
        return parked.list();
    }

    @Override
    public boolean replay(UUID id) {
        return parked.replay(id, spool);
    }

    @Override
    public boolean scrub() {
        broker.scrub();
        return forwarding == null;
    }

    @Override
    public void close() {
        try {
            lanes.close();
            deliveries.close();
            if (forwarding != null) {
                forwarding.close();
            }
        } finally {
            broker.close();
            try {
                lock.close();
            } catch (IOException e) {
                JournalLog.LOG.debug("letting go of the journal's folder: {}", e.getMessage());
            }
        }
    }

    /// For tests that put into the queue what we would not.
    Endpoint endpoint() {
        return endpoint;
    }

    private static long usable(FileStore disk) {
        try {
            return disk.getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
