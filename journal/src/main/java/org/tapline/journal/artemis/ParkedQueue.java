package org.tapline.journal.artemis;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.JournalException;
import org.tapline.journal.ParkedEntry;

/// Entries that could not be read, octet for octet as they were.
///
/// Parking sends first and acknowledges afterwards; a crash between the two parks an entry twice.
/// Such twins have one id: they are listed once and replayed together.
final class ParkedQueue {
    /// Enough to see what is wrong; more than an administrator reads.
    private static final int MAX_LISTED = 10_000;

    private static final String REASON = "tapline_reason";
    private static final String PARKED_AT = "tapline_parked_at";

    private final Endpoint endpoint;

    ParkedQueue(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// Puts a copy into the parked queue; returns when it is on disk.
    static void park(ClientSession session, ClientMessage original, Body body, String reason)
            throws ActiveMQException, IOException {
        UUID id = id(original).orElseGet(UUID::randomUUID);
        JournalLog.LOG.error("An entry cannot be read and is parked as {}: {}", id, reason);
        ClientMessage copy = copy(session, id, original, body);
        copy.putStringProperty(REASON, reason);
        copy.putLongProperty(PARKED_AT, System.currentTimeMillis());
        try (ClientProducer producer = session.createProducer(Queues.PARKED)) {
            producer.send(copy);
        }
    }

    List<ParkedEntry> list() {
        Map<UUID, ParkedEntry> found = new LinkedHashMap<>();
        try (Endpoint.Link link = endpoint.connect();
                ClientConsumer browser = link.session().createConsumer(Queues.PARKED, true)) {
            link.session().start();
            ClientMessage message = browser.receiveImmediate();
            while (message != null && found.size() < MAX_LISTED) {
                ParkedEntry entry = entry(message);
                found.putIfAbsent(entry.id(), entry);
                message = browser.receiveImmediate();
            }
        } catch (ActiveMQException e) {
            throw new JournalException("The parked entries cannot be read: " + e.getMessage(), e);
        }
        return List.copyOf(found.values());
    }

    /// Moves every entry with this id back to the main queue, in one transaction.
    boolean replay(UUID id, Path spool) {
        try (Endpoint.Link link = endpoint.connectTransacted();
                ClientProducer producer = link.session().createProducer(Queues.ENTRIES);
                ClientConsumer consumer =
                        link.session()
                                .createConsumer(
                                        Queues.PARKED, EntryMessage.ID + " = '" + id + "'")) {
            link.session().start();
            int moved = 0;
            ClientMessage message = consumer.receiveImmediate();
            while (message != null) {
                try (Body body = Body.of(message, spool)) {
                    producer.send(copy(link.session(), id, message, body));
                }
                message.acknowledge();
                moved++;
                message = consumer.receiveImmediate();
            }
            link.session().commit();
            return moved > 0;
        } catch (ActiveMQException | IOException e) {
            throw new JournalException("The entry cannot be replayed: " + e.getMessage(), e);
        }
    }

    /// Without the duplicate detection of the original: it came once already.
    private static ClientMessage copy(
            ClientSession session, UUID id, ClientMessage original, Body body) throws IOException {
        ClientMessage copy = session.createMessage(Message.BYTES_TYPE, true);
        copy.setRoutingType(RoutingType.ANYCAST);
        copy.setTimestamp(original.getTimestamp());
        @Nullable Object group = original.getGroupID();
        if (group != null) {
            copy.setGroupID(group.toString());
        }
        copy.putStringProperty(EntryMessage.ID, id.toString());
        copy.putLongProperty(EntryMessage.SIZE, body.size());
        switch (body) {
            case Body.InHeap small -> copy.getBodyBuffer().writeBytes(small.octets());
            case Body.InFile large -> copy.setBodyInputStream(large.openAt(0));
        }
        return copy;
    }

    private static ParkedEntry entry(ClientMessage message) {
        @Nullable Object group = message.getGroupID();
        long parkedAt =
                message.containsProperty(PARKED_AT)
                        ? message.getLongProperty(PARKED_AT)
                        : message.getTimestamp();
        return new ParkedEntry(
                id(message).orElse(new UUID(0, 0)),
                Instant.ofEpochMilli(parkedAt),
                group == null ? "" : group.toString(),
                Optional.ofNullable(message.getStringProperty(REASON)).orElse(""),
                message.containsProperty(EntryMessage.SIZE)
                        ? message.getLongProperty(EntryMessage.SIZE)
                        : message.getBodySize());
    }

    private static Optional<UUID> id(ClientMessage message) {
        String text = message.getStringProperty(EntryMessage.ID);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            // a foreign writer: it gets an id of ours
            return Optional.empty();
        }
    }
}
