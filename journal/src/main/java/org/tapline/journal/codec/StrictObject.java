package org.tapline.journal.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A JSON object that is read strictly: every property by its name and kind, and none left over.
final class StrictObject {
    private final JsonNode object;
    private final String where;
    private final Set<String> read = new HashSet<>();

    private StrictObject(JsonNode object, String where) {
        this.object = object;
        this.where = where;
    }

    /// @param where what the object is, for the reason of a refusal
    static StrictObject of(JsonNode node, String where) throws UnreadableException {
        if (!node.isObject()) {
            throw new UnreadableException(where + " is not an object");
        }
        return new StrictObject(node, where);
    }

    String text(String name) throws UnreadableException {
        return text(required(name), name);
    }

    Optional<String> optionalText(String name) throws UnreadableException {
        return object.has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    long number(String name, long least, long most) throws UnreadableException {
        JsonNode node = required(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw new UnreadableException(where + "." + name + " is not a whole number");
        }
        long value = node.longValue();
        if (value < least || value > most) {
            throw new UnreadableException(where + "." + name + " is out of range");
        }
        return value;
    }

    boolean flag(String name) throws UnreadableException {
        JsonNode node = required(name);
        if (!node.isBoolean()) {
            throw new UnreadableException(where + "." + name + " is neither true nor false");
        }
        return node.booleanValue();
    }

    Instant instant(String name) throws UnreadableException {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw new UnreadableException(where + "." + name + " is not a time");
        }
    }

    Optional<Instant> optionalInstant(String name) throws UnreadableException {
        return object.has(name) ? Optional.of(instant(name)) : Optional.empty();
    }

    StrictObject object(String name) throws UnreadableException {
        return of(required(name), where + "." + name);
    }

    Optional<StrictObject> optionalObject(String name) throws UnreadableException {
        return object.has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    List<StrictObject> objects(String name) throws UnreadableException {
        List<StrictObject> found = new ArrayList<>();
        for (JsonNode node : array(name)) {
            found.add(of(node, where + "." + name));
        }
        return found;
    }

    List<String> texts(String name) throws UnreadableException {
        List<String> found = new ArrayList<>();
        for (JsonNode node : array(name)) {
            found.add(text(node, name));
        }
        return found;
    }

    /// An object whose property names are data.
    Map<String, String> textMap(String name) throws UnreadableException {
        StrictObject inner = object(name);
        Map<String, String> found = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : inner.object.properties()) {
            found.put(property.getKey(), inner.text(property.getValue(), property.getKey()));
        }
        return found;
    }

    /// Refuses what nobody asked for.
    void nothingElse() throws UnreadableException {
        for (String name : object.propertyNames()) {
            if (!read.contains(name)) {
                throw new UnreadableException(where + " has an unknown property: " + name);
            }
        }
    }

    private JsonNode array(String name) throws UnreadableException {
        JsonNode node = required(name);
        if (!node.isArray()) {
            throw new UnreadableException(where + "." + name + " is not a list");
        }
        return node;
    }

    private JsonNode required(String name) throws UnreadableException {
        JsonNode node = object.get(name);
        if (node == null || node.isNull()) {
            throw new UnreadableException(where + "." + name + " is missing");
        }
        read.add(name);
        return node;
    }

    private String text(JsonNode node, String name) throws UnreadableException {
        if (!node.isString()) {
            throw new UnreadableException(where + "." + name + " is not a text");
        }
        return node.stringValue();
    }
}
