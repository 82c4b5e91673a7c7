package org.tapline.journal.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tapline.journal.Envelope;
import org.tapline.journal.FolderUse;
import org.tapline.journal.Place;
import org.tapline.journal.Sighting;
import org.tapline.journal.Sighting.DirectionHint;
import org.tapline.journal.Sighting.Flagged;
import org.tapline.journal.Sighting.Gone;
import org.tapline.journal.Sighting.Message;
import org.tapline.journal.Sighting.Moved;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What was seen, as JSON. The property `type` tells the kinds apart: `message`, `moved`, `gone`,
/// `flagged`.
final class SightingCodec {
    /// Largest UID and UIDVALIDITY: RFC 9051 §9, nz-number is a 32-bit unsigned value.
    private static final long MAX_UID = 4_294_967_295L;

    /// Reply codes have three digits: RFC 5321 §4.2. Zero stands for "no reply was seen".
    private static final int MAX_REPLY = 999;

    /// The first version: places have no `use`.
    static final int WITHOUT_USE = 1;

    /// Places may have a `use`.
    static final int WITH_USE = 2;

    private SightingCodec() {}

    /// The lowest schema version that can say it: 2 where a folder's use is told, else 1.
    static int schema(Sighting sighting) {
        Stream<Place> places =
                switch (sighting) {
                    case Message message -> message.place().stream();
                    case Moved moved -> Stream.concat(moved.from().stream(), moved.to().stream());
                    case Gone gone -> gone.places().stream();
                    case Flagged flagged -> Stream.of(flagged.place());
                };
        return places.anyMatch(place -> place.use().isPresent()) ? WITH_USE : WITHOUT_USE;
    }

    static void write(Sighting sighting, ObjectNode into) {
        switch (sighting) {
            case Message message -> writeMessage(message, into);
            case Moved moved -> {
                into.put("type", "moved");
                writePlaces(moved.from(), into.putArray("from"));
                writePlaces(moved.to(), into.putArray("to"));
                into.put("move", moved.move());
            }
            case Gone gone -> {
                into.put("type", "gone");
                writePlaces(gone.places(), into.putArray("places"));
            }
            case Flagged flagged -> {
                into.put("type", "flagged");
                writePlace(flagged.place(), into.putObject("place"));
                flagged.flags().forEach(into.putArray("flags")::add);
            }
        }
    }

    /// @param schema of the observation around it
    static Sighting read(StrictObject from, int schema) throws UnreadableException {
        String type = from.text("type");
        Sighting sighting =
                switch (type) {
                    case "message" -> readMessage(from, schema);
                    case "moved" ->
                            new Moved(
                                    readPlaces(from.objects("from"), schema),
                                    readPlaces(from.objects("to"), schema),
                                    from.flag("move"));
                    case "gone" -> new Gone(readPlaces(from.objects("places"), schema));
                    case "flagged" ->
                            new Flagged(
                                    readPlace(from.object("place"), schema), from.texts("flags"));
                    default -> throw new UnreadableException("unknown sighting: " + type);
                };
        from.nothingElse();
        return sighting;
    }

    private static void writeMessage(Message message, ObjectNode into) {
        into.put("type", "message");
        into.put(
                "direction",
                switch (message.direction()) {
                    case OUTBOUND -> "outbound";
                    case INBOUND -> "inbound";
                    case UNKNOWN -> "unknown";
                });
        message.place().ifPresent(place -> writePlace(place, into.putObject("place")));
        message.flags().forEach(into.putArray("flags")::add);
        message.internalDate().ifPresent(date -> into.put("internal_date", date.toString()));
        ObjectNode ids = into.putObject("provider_ids");
        for (Map.Entry<String, String> id : message.providerIds().entrySet()) {
            ids.put(id.getKey(), id.getValue());
        }
        message.envelope().ifPresent(it -> writeEnvelope(it, into.putObject("envelope")));
        into.put("certain", message.certain());
    }

    private static Message readMessage(StrictObject from, int schema) throws UnreadableException {
        String direction = from.text("direction");
        DirectionHint hint =
                switch (direction) {
                    case "outbound" -> DirectionHint.OUTBOUND;
                    case "inbound" -> DirectionHint.INBOUND;
                    case "unknown" -> DirectionHint.UNKNOWN;
                    default -> throw new UnreadableException("unknown direction: " + direction);
                };
        Optional<StrictObject> place = from.optionalObject("place");
        Optional<StrictObject> envelope = from.optionalObject("envelope");
        return new Message(
                hint,
                place.isPresent() ? Optional.of(readPlace(place.get(), schema)) : Optional.empty(),
                from.texts("flags"),
                from.optionalInstant("internal_date"),
                from.textMap("provider_ids"),
                envelope.isPresent() ? Optional.of(readEnvelope(envelope.get())) : Optional.empty(),
                from.flag("certain"));
    }

    private static void writeEnvelope(Envelope envelope, ObjectNode into) {
        into.put("sender", envelope.sender());
        ArrayNode recipients = into.putArray("recipients");
        for (Envelope.Recipient recipient : envelope.recipients()) {
            recipients
                    .addObject()
                    .put("address", recipient.address())
                    .put("reply_code", recipient.replyCode());
        }
        into.put("authenticated", envelope.authenticated());
    }

    private static Envelope readEnvelope(StrictObject from) throws UnreadableException {
        List<Envelope.Recipient> recipients = new ArrayList<>();
        for (StrictObject one : from.objects("recipients")) {
            String address = one.text("address");
            int reply = (int) one.number("reply_code", 0, MAX_REPLY);
            one.nothingElse();
            recipients.add(new Envelope.Recipient(address, reply));
        }
        Envelope envelope =
                new Envelope(from.text("sender"), recipients, from.text("authenticated"));
        from.nothingElse();
        return envelope;
    }

    private static void writePlaces(List<Place> places, ArrayNode into) {
        for (Place place : places) {
            writePlace(place, into.addObject());
        }
    }

    private static List<Place> readPlaces(List<StrictObject> from, int schema)
            throws UnreadableException {
        List<Place> places = new ArrayList<>();
        for (StrictObject one : from) {
            places.add(readPlace(one, schema));
        }
        return places;
    }

    private static void writePlace(Place place, ObjectNode into) {
        into.put("folder", place.folder())
                .put("uidvalidity", place.uidValidity())
                .put("uid", place.uid());
        place.use().ifPresent(use -> into.put("use", use.label()));
    }

    private static Place readPlace(StrictObject from, int schema) throws UnreadableException {
        Place place =
                new Place(
                        from.text("folder"),
                        from.number("uidvalidity", 0, MAX_UID),
                        from.number("uid", 0, MAX_UID),
                        schema >= WITH_USE ? readUse(from) : Optional.empty());
        from.nothingElse();
        return place;
    }

    private static Optional<FolderUse> readUse(StrictObject from) throws UnreadableException {
        Optional<String> label = from.optionalText("use");
        if (label.isEmpty()) {
            return Optional.empty();
        }
        Optional<FolderUse> use = FolderUse.labelled(label.get());
        if (use.isEmpty()) {
            throw new UnreadableException("unknown use of a folder: " + label.get());
        }
        return use;
    }
}
