package org.tapline.bridge.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// `/openapi.json`: put together when it is first asked for, so that the start pays nothing.
@RestController
class OpenApiResource {
    private final String version;
    private final ObjectProvider<RequestMappingHandlerMapping> mappings;
    private volatile @Nullable Map<String, Object> description;

    OpenApiResource(String version, ObjectProvider<RequestMappingHandlerMapping> mappings) {
        this.version = version;
        this.mappings = mappings;
    }

    @GetMapping("/api/v1/openapi.json")
    Map<String, Object> description() {
        Map<String, Object> known = description;
        if (known == null) {
            known = OpenApi.describe(version, mappings.getObject().getHandlerMethods());
            description = known;
        }
        return known;
    }
}
