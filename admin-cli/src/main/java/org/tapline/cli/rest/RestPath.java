package org.tapline.cli.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A path below `/api/v1` with its query, encoded as it is built.
///
/// @param text path and query, ready to be sent
public record RestPath(String text) {

    /// Segments are encoded: an address or a Message-ID may hold anything.
    public static RestPath of(String... segments) {
        StringBuilder path = new StringBuilder("/api/v1");
        for (String segment : segments) {
            path.append('/').append(encode(segment));
        }
        return new RestPath(path.toString());
    }

    public RestPath with(String name, String value) {
        char mark = text.indexOf('?') < 0 ? '?' : '&';
        return new RestPath(text + mark + encode(name) + "=" + encode(value));
    }

    public RestPath with(String name, Optional<String> value) {
        return value.map(present -> with(name, present)).orElse(this);
    }

    /// Says that something is wanted, and nothing where it is not.
    public RestPath flag(String name, boolean wanted) {
        return wanted ? with(name, "true") : this;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
