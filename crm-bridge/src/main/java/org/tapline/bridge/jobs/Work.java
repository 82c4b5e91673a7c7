package org.tapline.bridge.jobs;

import java.io.IOException;

/// What a kind of job does, for one job from its start (or from where somebody else stopped) to its
/// end. Used by one thread.
public interface Work extends AutoCloseable {

    /// A kind of job.
    interface Kind {
        /// As stored: `rematch`.
        String name();

        /// @param from how far the job is
        Work open(long job, Progress from) throws IOException;
    }

    /// Reads what the next piece needs, outside of any transaction.
    default void read() throws IOException {}

    /// Does one piece, in a transaction that may be repeated: a piece takes seconds at most.
    ///
    /// @return how far the job is now; the same as before: nothing can be done yet
    Progress piece(Progress before);

    @Override
    default void close() throws IOException {}
}
