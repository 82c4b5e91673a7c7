package org.tapline.bridge.api;

import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/// The OpenAPI 3.1 description of what the controllers do, read off the controllers themselves:
/// paths, parameters, bodies and answers cannot differ from the code. The summaries and scopes are
/// those of [Endpoints].
final class OpenApi {
    private static final String PROBLEM = "#/components/schemas/Problem";

    private final Schemas schemas = new Schemas();

    private OpenApi() {}

    /// @param handlers as they are mapped
    static Map<String, Object> describe(
            String version, Map<RequestMappingInfo, HandlerMethod> handlers) {
        OpenApi description = new OpenApi();
        Map<String, Object> paths = new TreeMap<>();
        handlers.forEach((mapping, handler) -> description.enter(paths, mapping, handler));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", Map.of("title", "Tapline", "version", version));
        document.put("servers", List.of(Map.of("url", "/")));
        document.put("security", List.of(Map.of("token", List.of())));
        document.put("paths", paths);
        Map<String, Object> components = new LinkedHashMap<>();
        components.put(
                "securitySchemes", Map.of("token", Map.of("type", "http", "scheme", "bearer")));
        description.schemas.put("Problem", problem());
        components.put("schemas", description.schemas.all());
        document.put("components", components);
        return document;
    }

    private void enter(
            Map<String, Object> paths, RequestMappingInfo mapping, HandlerMethod handler) {
        for (String path : mapping.getPatternValues()) {
            for (RequestMethod method : mapping.getMethodsCondition().getMethods()) {
                Object there = paths.computeIfAbsent(path, each -> new TreeMap<String, Object>());
                if (there instanceof TreeMap<?, ?>) {
                    @SuppressWarnings("unchecked") // this method made it
                    Map<String, Object> operations = (Map<String, Object>) there;
                    operations.put(
                            method.name().toLowerCase(Locale.ROOT),
                            operation(method.name(), path, handler));
                }
            }
        }
    }

    private Map<String, Object> operation(String method, String path, HandlerMethod handler) {
        Map<String, Object> operation = new LinkedHashMap<>();
        Optional<Endpoint> known = Endpoints.of(method, path);
        String resource =
                handler.getBeanType()
                        .getSimpleName()
                        .replaceAll("Resource$", "")
                        .toLowerCase(Locale.ROOT);
        operation.put("tags", List.of(resource));
        operation.put("operationId", resource + "-" + handler.getMethod().getName());
        known.ifPresent(
                endpoint -> {
                    operation.put("summary", endpoint.summary());
                    operation.put(
                            "x-scope",
                            endpoint.scope()
                                    .map(Enum::name)
                                    .orElse("none")
                                    .toLowerCase(Locale.ROOT));
                    if (endpoint.scope().isEmpty()) {
                        operation.put("security", List.of());
                    }
                });
        List<Object> parameters = new ArrayList<>();
        for (Parameter parameter : handler.getMethod().getParameters()) {
            parameter(parameter).ifPresent(parameters::add);
            if (parameter.isAnnotationPresent(RequestBody.class)) {
                operation.put(
                        "requestBody",
                        Map.of(
                                "required",
                                true,
                                "content",
                                content(
                                        "application/json",
                                        schemas.of(parameter.getParameterizedType()))));
            }
        }
        if (method.equals("POST")) {
            parameters.add(
                    described(
                            "Idempotency-Key",
                            "header",
                            false,
                            Map.of("type", "string", "maxLength", 255)));
        }
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        operation.put("responses", responses(handler));
        return operation;
    }

    private Optional<Map<String, Object>> parameter(Parameter parameter) {
        if (parameter.isAnnotationPresent(PathVariable.class)) {
            return Optional.of(
                    described(
                            parameter.getName(),
                            "path",
                            true,
                            schemas.of(parameter.getParameterizedType())));
        }
        RequestParam asked = parameter.getAnnotation(RequestParam.class);
        if (asked == null) {
            return Optional.empty();
        }
        String name = asked.name().isEmpty() ? parameter.getName() : asked.name();
        boolean optional = parameter.getType() == Optional.class;
        Map<String, Object> schema =
                new LinkedHashMap<>(schemas.given(parameter.getParameterizedType()));
        boolean standard = !asked.defaultValue().equals(ValueConstants.DEFAULT_NONE);
        if (standard) {
            schema.put("default", schemas.value(asked.defaultValue(), parameter.getType()));
        }
        return Optional.of(
                described(name, "query", asked.required() && !optional && !standard, schema));
    }

    private static Map<String, Object> described(
            String name, String where, boolean required, Map<String, Object> schema) {
        Map<String, Object> parameter = new LinkedHashMap<>();
        parameter.put("name", name);
        parameter.put("in", where);
        parameter.put("required", required);
        parameter.put("schema", schema);
        return parameter;
    }

    private Map<String, Object> responses(HandlerMethod handler) {
        ResponseStatus status =
                AnnotatedElementUtils.findMergedAnnotation(
                        handler.getMethod(), ResponseStatus.class);
        String code = status == null ? "200" : Integer.toString(status.code().value());
        Type answered = handler.getMethod().getGenericReturnType();
        Map<String, Object> good = new LinkedHashMap<>();
        good.put("description", "Done");
        if (answered != void.class || !type(handler, answered).equals("application/json")) {
            good.put("content", content(type(handler, answered), schemas.answered(answered)));
        }
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put(code, good);
        responses.put(
                "default",
                Map.of(
                        "description",
                        "A problem (RFC 9457)",
                        "content",
                        content("application/problem+json", Map.of("$ref", PROBLEM))));
        return responses;
    }

    /// What a controller streams is no JSON; its mapping says what it is.
    private static String type(HandlerMethod handler, Type answered) {
        var mapping =
                AnnotatedElementUtils.findMergedAnnotation(
                        handler.getMethod(),
                        org.springframework.web.bind.annotation.RequestMapping.class);
        if (mapping != null && mapping.produces().length > 0) {
            return mapping.produces()[0];
        }
        return Schemas.octets(answered) ? "application/octet-stream" : "application/json";
    }

    private static Map<String, Object> content(String type, Map<String, Object> schema) {
        return Map.of(type, Map.of("schema", schema));
    }

    private static Map<String, Object> problem() {
        Map<String, Object> text = Map.of("type", "string");
        return Map.of(
                "type",
                "object",
                "description",
                "RFC 9457",
                "properties",
                Map.of(
                        "type", text,
                        "title", text,
                        "status", Map.of("type", "integer"),
                        "detail", text,
                        "instance", text,
                        "field", text));
    }
}
