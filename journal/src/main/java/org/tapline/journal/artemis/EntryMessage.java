package org.tapline.journal.artemis;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.tapline.journal.Content;
import org.tapline.journal.JournalException;
import org.tapline.journal.Observation;
import org.tapline.journal.codec.Decoded;
import org.tapline.journal.codec.Decoded.Unreadable;
import org.tapline.journal.codec.ObservationCodec;

/// An entry as a message of the broker.
///
/// The body is `length of the head (4 octets, big-endian) · head (JSON) · content`. The head lies
/// in the body and not in a property because it may be large (thousands of recipients or of
/// expunged UIDs) while properties must fit the broker's write buffer. The properties repeat what
/// the broker and an administrator need without reading the body: id, mailbox (the message
/// group), time, size.
final class EntryMessage {
    static final String ID = "tapline_id";
    static final String SIZE = "tapline_size";

    /// A head of 100,000 moved messages takes about 12 MiB; more is a mistake of ours.
    static final int MAX_HEAD = 16 << 20;

    /// What a head may be filled up with.
    private static final int MAX_FILL = 1 << 16;

    private static final int LENGTH_OCTETS = Integer.BYTES;

    private EntryMessage() {}

    /// What comes before the content: the length of the head, and the head.
    static byte[] start(Observation observation, Content content) {
        byte[] head = ObservationCodec.encode(observation, content.size());
        if (head.length > MAX_HEAD) {
            throw new JournalException(
                    "The journal takes observations of up to "
                            + MAX_HEAD
                            + " octets beside the message itself; this one has "
                            + head.length
                            + ".");
        }
        return ByteBuffer.allocate(LENGTH_OCTETS + head.length)
                .putInt(head.length)
                .put(head)
                .array();
    }

    /// The same, filled up with spaces behind the JSON, so that the content begins at a multiple
    /// of `block`.
    static byte[] start(Observation observation, Content content, int block) {
        byte[] start = start(observation, content);
        byte[] filled = Arrays.copyOf(start, (start.length + block - 1) / block * block);
        Arrays.fill(filled, start.length, filled.length, (byte) ' ');
        ByteBuffer.wrap(filled).putInt(filled.length - LENGTH_OCTETS);
        return filled;
    }

    /// Says on the outside of a message what is in it.
    ///
    /// @param size octets of the body
    static void label(Message message, Observation observation, long size) {
        message.setRoutingType(RoutingType.ANYCAST);
        message.setTimestamp(observation.at().toEpochMilli());
        message.setGroupID(group(observation));
        message.putStringProperty(ID, observation.id().toString());
        message.putBytesProperty(Message.HDR_DUPLICATE_DETECTION_ID, octets(observation.id()));
        message.putLongProperty(SIZE, size);
    }

    /// Writes a whole body that fits in heap.
    ///
    /// @throws IOException when the content cannot be read, or is not as long as it says
    static void fill(ActiveMQBuffer body, byte[] start, Content content) throws IOException {
        try (InputStream octets = new ExactStream(content.open(), content.size())) {
            body.writeBytes(start);
            body.writeBytes(octets.readAllBytes());
        }
    }

    /// Builds the message for another broker. A large content is not read here but while the
    /// message is sent.
    ///
    /// @throws IOException when the content cannot be read, or is not as long as it says
    static ClientMessage of(ClientSession session, Observation observation, Content content)
            throws IOException {
        byte[] start = start(observation, content);
        long size = content.size() + start.length;
        ClientMessage message = session.createMessage(Message.BYTES_TYPE, true);
        label(message, observation, size);
        if (size < Endpoint.LARGE) {
            fill(message.getBodyBuffer(), start, content);
        } else {
            message.setBodyInputStream(
                    new SequenceInputStream(
                            new ByteArrayInputStream(start),
                            new ExactStream(content.open(), content.size())));
        }
        return message;
    }

    /// The message group: entries with the same one stay in order.
    static String group(Observation observation) {
        return observation.mailbox().user() + " " + observation.mailbox().upstream();
    }

    /// Reads what a body says. Never throws because of its octets.
    ///
    /// @throws IOException when the storage behind it fails
    static Reading read(Body body) throws IOException {
        if (body.size() < LENGTH_OCTETS) {
            return new Reading.Foreign("the entry is shorter than its own length field");
        }
        byte[] head;
        try (InputStream in = body.openAt(0)) {
            int length = ByteBuffer.wrap(in.readNBytes(LENGTH_OCTETS)).getInt();
            if (length < 0
                    || length > MAX_HEAD + MAX_FILL
                    || length > body.size() - LENGTH_OCTETS) {
                return new Reading.Foreign("the entry has a head of impossible length: " + length);
            }
            head = in.readNBytes(length);
        }
        return switch (ObservationCodec.decode(head)) {
            case Unreadable unreadable -> new Reading.Foreign(unreadable.reason());
            case Decoded.Understood known -> {
                long start = (long) LENGTH_OCTETS + head.length;
                yield known.contentSize() == body.size() - start
                        ? new Reading.Known(known.observation(), body.contentFrom(start))
                        : new Reading.Foreign(
                                "the content should have "
                                        + known.contentSize()
                                        + " octets and has "
                                        + (body.size() - start));
            }
        };
    }

    private static byte[] octets(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    /// What a message turned out to be.
    sealed interface Reading {
        /// One of ours.
        record Known(Observation observation, Content content) implements Reading {}

        /// Not readable by this version.
        record Foreign(String reason) implements Reading {}
    }
}
