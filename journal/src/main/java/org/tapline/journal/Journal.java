package org.tapline.journal;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// The durable queue between proxy and bridge. Thread-safe.
public interface Journal extends AutoCloseable {

    /// Appends an observation with its content.
    ///
    /// The content is read before the returned future completes and not afterwards. Appends
    /// for one mailbox that are called one after the other are delivered in that order. An id
    /// that was appended before (recently: see the implementation) is not taken twice. Never
    /// blocks on disk or network: what cannot be taken at once fails.
    ///
    /// @return completes when the entry survives a crash of the machine; completes
    ///     exceptionally with a [JournalException] when it could not be written, in which case it
    ///     will not be delivered
    CompletableFuture<Void> append(Observation observation, Content content);

    /// Starts delivering entries to a consumer until the subscription is closed.
    ///
    /// @param parallelism how many entries at most are worked on at once; entries of one
    ///     mailbox never at the same time
    Subscription subscribe(int parallelism, Consumer consumer);

    /// How much waits, for `tapline journal show` and the metrics.
    JournalState state();

    /// Entries the journal itself could not read (a newer writer, damage); oldest first. A
    /// journal that keeps observations as objects has none.
    default List<ParkedEntry> parked() {
        return List.of();
    }

    /// Puts a parked entry back at the end of the queue, for example after an update that
    /// can read it. If it still cannot be read it is parked again.
    ///
    /// @return false when no entry with this id is parked
    default boolean replay(UUID id) {
        return false;
    }

    /// Removes the octets of entries that were taken out from the files: acknowledged entries
    /// otherwise stay there until their place is needed. Rewrites what waits; seldom and
    /// deliberate, such as after somebody was erased.
    ///
    /// @return false when the files are another process's
    default boolean scrub() {
        return true;
    }

    /// Stops taking entries, waits for what is being written, closes the files.
    @Override
    void close();

    /// Takes entries out of the journal.
    @FunctionalInterface
    interface Consumer {
        /// Works on one entry; called on a thread of the journal's own. An exception counts as
        /// [Verdict#TRY_AGAIN].
        Verdict consume(Observation observation, Content content) throws Exception;

        /// How many entries it likes to be given at once. A journal may always give fewer.
        default int most() {
            return 1;
        }

        /// Works on several entries, which may be of several mailboxes, in their order; for
        /// consumers that store many as cheaply as one.
        ///
        /// @return how many are stored, counted from the first. The others are delivered again, in
        ///     order, after a pause. An exception counts as none
        default int consumeAll(List<Entry> entries) throws Exception {
            int stored = 0;
            for (Entry entry : entries) {
                if (consume(entry.observation(), entry.content()) != Verdict.STORED) {
                    break;
                }
                stored++;
            }
            return stored;
        }
    }

    /// What a consumer works on.
    record Entry(Observation observation, Content content) {}

    /// What the consumer says of an entry.
    enum Verdict {
        /// It is stored on the other side: forget it.
        STORED,
        /// The environment failed (database down, disk full): deliver it again, in order, after a
        /// pause.
        TRY_AGAIN
    }

    /// A running subscription.
    interface Subscription extends AutoCloseable {
        /// Stops delivery and waits for entries being worked on.
        @Override
        void close();
    }
}
