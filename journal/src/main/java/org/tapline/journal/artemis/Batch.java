package org.tapline.journal.artemis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.Journal;

/// Entries that a worker has taken and the consumer has not stored yet, in their order, with the
/// bodies behind them.
final class Batch implements AutoCloseable {
    /// Octets after which a batch takes no further entry: what makes a batch cheaper is the number
    /// of small entries, and this much for each worker fits any heap.
    private static final long ROOM = 4 << 20;

    private final List<Journal.Entry> entries = new ArrayList<>();
    private final Deque<ClientMessage> messages = new ArrayDeque<>();
    private final List<Body> bodies = new ArrayList<>();
    private long octets;

    /// Takes the body out of a message and keeps it until [#close].
    Body hold(ClientMessage message, Path spool) throws ActiveMQException, IOException {
        Body body = Body.of(message, spool);
        bodies.add(body);
        octets += body.size();
        return body;
    }

    void add(EntryMessage.Reading.Known entry, ClientMessage message) {
        entries.add(new Journal.Entry(entry.observation(), entry.content()));
        messages.add(message);
    }

    boolean hasRoom(int most) {
        return bodies.size() < most && octets < ROOM;
    }

    /// What is left to be stored.
    List<Journal.Entry> entries() {
        return List.copyOf(entries);
    }

    /// Acknowledges the first ones. The broker takes an acknowledgement for all before it, too.
    void acknowledge(int count) throws ActiveMQException {
        @Nullable ClientMessage last = null;
        for (int i = 0; i < count; i++) {
            last = messages.remove();
            entries.removeFirst();
        }
        if (last != null) {
            last.acknowledge();
        }
    }

    @Override
    public void close() throws IOException {
        for (Body body : bodies) {
            body.close();
        }
    }
}
