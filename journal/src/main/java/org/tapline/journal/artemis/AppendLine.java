package org.tapline.journal.artemis;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.Content;
import org.tapline.journal.JournalException;
import org.tapline.journal.Observation;

/// The way of entries into a broker. Used by one thread at a time.
interface AppendLine extends AutoCloseable {

    /// Hands an entry over. It goes behind all that were handed over before.
    ///
    /// @param answer called once, on any thread: with nothing when the entry survives a crash of
    ///     the machine, with the failure when it will not be delivered. Not called when this
    ///     throws, nor when the line is lost: see [LineDialer]
    /// @throws JournalException when the entry itself cannot be taken; the line is as good as
    ///     before
    /// @throws IOException when the content cannot be read, or the entry not be written
    /// @throws ActiveMQException when the broker does not take it
    void send(Observation observation, Content content, Consumer<@Nullable JournalException> answer)
            throws IOException, ActiveMQException;

    @Override
    void close();
}
