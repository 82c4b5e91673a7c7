package org.tapline.bridge.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/// JSON Schemas (2020-12, as OpenAPI 3.1 has them) of what goes in and out.
final class Schemas {
    private final Map<String, Object> named = new TreeMap<>();

    /// Every schema that was given a name.
    Map<String, Object> all() {
        return named;
    }

    void put(String name, Map<String, Object> schema) {
        named.put(name, schema);
    }

    /// Of a parameter: one that may be missing is not null when it is there.
    Map<String, Object> given(Type type) {
        return of(optional(type).orElse(type));
    }

    /// Of an answer, without what only says how it is sent.
    Map<String, Object> answered(Type type) {
        if (octets(type) || type == void.class) {
            return Map.of();
        }
        return of(wrapped(type, ResponseEntity.class).orElse(type));
    }

    /// Whether an answer is a stream.
    static boolean octets(Type type) {
        Type bare = wrapped(type, ResponseEntity.class).orElse(type);
        return bare instanceof Class<?> each
                && (Resource.class.isAssignableFrom(each)
                        || StreamingResponseBody.class.isAssignableFrom(each));
    }

    /// A default as JSON.
    Object value(String text, Class<?> type) {
        if (type == boolean.class) {
            return Boolean.valueOf(text);
        }
        return type == int.class || type == long.class ? (Object) Long.valueOf(text) : text;
    }

    Map<String, Object> of(Type type) {
        Optional<Type> inner = optional(type);
        if (inner.isPresent()) {
            return Map.of("anyOf", List.of(of(inner.get()), Map.of("type", "null")));
        }
        return switch (type) {
            case Class<?> plain -> ofClass(plain);
            case ParameterizedType generic -> ofGeneric(generic);
            case WildcardType any -> Map.of();
            default -> Map.of();
        };
    }

    private Map<String, Object> ofGeneric(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] of = type.getActualTypeArguments();
        if (Collection.class.isAssignableFrom(raw)) {
            return Map.of("type", "array", "items", of(of[0]));
        }
        if (Map.class.isAssignableFrom(raw)) {
            return Map.of("type", "object", "additionalProperties", of(of[1]));
        }
        if (raw == Listing.class) {
            Map<String, Object> properties = new LinkedHashMap<>();
            properties.put("items", Map.of("type", "array", "items", of(of[0])));
            properties.put("next_cursor", Map.of("type", List.of("string", "null")));
            return Map.of("type", "object", "properties", properties, "required", List.of("items"));
        }
        return Map.of();
    }

    private Map<String, Object> ofClass(Class<?> type) {
        if (type == String.class || type == UUID.class) {
            return Map.of("type", "string");
        }
        if (type == Instant.class) {
            return Map.of("type", "string", "format", "date-time");
        }
        if (type == LocalDate.class) {
            return Map.of("type", "string", "format", "date");
        }
        if (type == boolean.class || type == Boolean.class) {
            return Map.of("type", "boolean");
        }
        if (type == int.class || type == Integer.class) {
            return Map.of("type", "integer", "format", "int32");
        }
        if (type == long.class || type == Long.class) {
            return Map.of("type", "integer", "format", "int64");
        }
        if (type == double.class || type == Double.class) {
            return Map.of("type", "number");
        }
        if (type.isEnum()) {
            return Map.of("type", "string", "enum", words(type));
        }
        return type.isRecord() ? reference(type) : Map.of();
    }

    private static List<String> words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
    }

    /// A record has a schema of its own, under its name with that of the class around it.
    private Map<String, Object> reference(Class<?> type) {
        Class<?> around = type.getEnclosingClass();
        String name =
                (around == null ? "" : around.getSimpleName().replaceAll("Resource$", ""))
                        + type.getSimpleName();
        if (!named.containsKey(name)) {
            // entered first: a record may hold itself
            named.put(name, Map.of());
            Map<String, Object> properties = new LinkedHashMap<>();
            List<String> required = new ArrayList<>();
            for (RecordComponent component : components(type)) {
                String property = snakeCase(component.getName());
                boolean nullable = nullable(component);
                Map<String, Object> schema = of(component.getGenericType());
                properties.put(
                        property,
                        nullable
                                ? Map.of("anyOf", List.of(schema, Map.of("type", "null")))
                                : schema);
                if (!nullable && optional(component.getGenericType()).isEmpty()) {
                    required.add(property);
                }
            }
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("type", "object");
            schema.put("properties", properties);
            if (!required.isEmpty()) {
                schema.put("required", required);
            }
            named.put(name, schema);
        }
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    /// Those of a member that is unwrapped stand beside the others.
    private static List<RecordComponent> components(Class<?> type) {
        List<RecordComponent> all = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                all.addAll(components(component.getType()));
            } else {
                all.add(component);
            }
        }
        return all;
    }

    /// As [WebLayout] has the keys written.
    private static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static boolean nullable(RecordComponent component) {
        return Arrays.stream(component.getAnnotatedType().getAnnotations())
                .anyMatch(each -> each.annotationType().getSimpleName().equals("Nullable"));
    }

    private static Optional<Type> optional(Type type) {
        return wrapped(type, Optional.class);
    }

    private static Optional<Type> wrapped(Type type, Class<?> wrapper) {
        return type instanceof ParameterizedType generic && generic.getRawType() == wrapper
                ? Optional.of(generic.getActualTypeArguments()[0])
                : Optional.empty();
    }
}
