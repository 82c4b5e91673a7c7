package org.tapline.journal.codec;

import java.util.UUID;
import org.tapline.journal.MailboxName;
import org.tapline.journal.Observation;
import org.tapline.journal.Way;
import org.tapline.journal.codec.Decoded.Understood;
import org.tapline.journal.codec.Decoded.Unreadable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes observations as JSON and reads them back.
///
/// The first property is `schema`. A change to what is written, however small, gets a new number
/// and a reader for the old one beside this one, because journals outlive updates.
public final class ObservationCodec {
    /// The newest version this code writes and reads. It reads every older one too, and writes the
    /// oldest that can say what is to be said, so that a reader not yet updated parks as little as
    /// possible.
    public static final int SCHEMA = SightingCodec.WITH_USE;

    private static final int OLDEST = SightingCodec.WITHOUT_USE;

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private ObservationCodec() {}

    /// @param contentSize octets of the content that is stored with it
    public static byte[] encode(Observation observation, long contentSize) {
        ObjectNode root = JSON.createObjectNode();
        root.put("schema", SightingCodec.schema(observation.sighting()));
        root.put("id", observation.id().toString());
        root.put("at", observation.at().toString());
        root.putObject("mailbox")
                .put("user", observation.mailbox().user())
                .put("upstream", observation.mailbox().upstream());
        root.put("way", observation.way().label());
        root.put("session", observation.session());
        root.put("content_size", contentSize);
        SightingCodec.write(observation.sighting(), root.putObject("sighting"));
        return JSON.writeValueAsBytes(root);
    }

    /// Never throws because of the octets.
    public static Decoded decode(byte[] octets) {
        try {
            JsonNode root = JSON.readTree(octets);
            return read(StrictObject.of(root, "observation"));
        } catch (JacksonException e) {
            return new Unreadable("not JSON: " + e.getOriginalMessage());
        } catch (UnreadableException e) {
            return new Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static Understood read(StrictObject root) throws UnreadableException {
        long schema = root.number("schema", Long.MIN_VALUE, Long.MAX_VALUE);
        if (schema < OLDEST || schema > SCHEMA) {
            throw new UnreadableException(
                    "schema version " + schema + ", known are " + OLDEST + " to " + SCHEMA);
        }
        Observation observation =
                new Observation(
                        id(root.text("id")),
                        root.instant("at"),
                        mailbox(root.object("mailbox")),
                        way(root.text("way")),
                        root.text("session"),
                        SightingCodec.read(root.object("sighting"), (int) schema));
        long size = root.number("content_size", 0, Long.MAX_VALUE);
        root.nothingElse();
        return new Understood(observation, size);
    }

    private static UUID id(String text) throws UnreadableException {
        UUID id;
        try {
            id = UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("observation.id is not a UUID");
        }
        if (!id.toString().equals(text)) {
            throw new UnreadableException("observation.id is not a UUID in its usual form");
        }
        return id;
    }

    private static MailboxName mailbox(StrictObject from) throws UnreadableException {
        String user = from.text("user");
        String upstream = from.text("upstream");
        from.nothingElse();
        if (user.isBlank() || upstream.isBlank()) {
            throw new UnreadableException("observation.mailbox has no name");
        }
        return new MailboxName(user, upstream);
    }

    private static Way way(String label) throws UnreadableException {
        for (Way way : Way.values()) {
            if (way.label().equals(label)) {
                return way;
            }
        }
        throw new UnreadableException("unknown way in: " + label);
    }
}
