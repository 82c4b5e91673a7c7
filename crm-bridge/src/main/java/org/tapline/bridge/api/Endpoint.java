package org.tapline.bridge.api;

import java.util.Optional;
import org.tapline.bridge.ops.Scope;

/// One line of `endpoints.txt`.
///
/// @param scope that a token needs; absent: no token is needed
/// @param summary what it does, for the OpenAPI description
record Endpoint(String method, String path, Optional<Scope> scope, String summary) {

    /// As the description calls it: `GET /api/v1/contacts`.
    String name() {
        return method + " " + path;
    }
}
