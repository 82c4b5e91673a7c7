package org.tapline.bridge.intake;

import org.tapline.bridge.database.Columns;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// Values for jsonb columns.
final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();

    private Json() {}

    /// jsonb refuses the escape of NUL, which JSON allows.
    static String of(Object value) {
        return Columns.text(MAPPER.writeValueAsString(value).replace("\\u0000", "\\uFFFD"));
    }
}
