package org.tapline.bridge.intake;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.tapline.journal.Observation;
import org.tapline.journal.Sighting;
import tools.jackson.databind.json.JsonMapper;

/// Observations as JSON, for those that are parked.
final class ObservationJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().addMixIn(Sighting.class, Named.class).build();

    private ObservationJson() {}

    /// The names are stored: they stay when a class is renamed.
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Sighting.Message.class, name = "message"),
        @JsonSubTypes.Type(value = Sighting.Moved.class, name = "moved"),
        @JsonSubTypes.Type(value = Sighting.Gone.class, name = "gone"),
        @JsonSubTypes.Type(value = Sighting.Flagged.class, name = "flagged")
    })
    private interface Named {}

    static String write(Observation observation) {
        return MAPPER.writeValueAsString(observation);
    }

    static Observation read(String json) {
        return MAPPER.readValue(json, Observation.class);
    }
}
