package org.tapline.bridge.identity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A list beside this package on the class path: one entry per line, `#` starts a comment line.
final class ListResource {

    private ListResource() {}

    /// All entries in order. A missing list is a broken build, hence the exception.
    static List<String> lines(String name) {
        try (InputStream in = ListResource.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("list " + name + " is not on the class path");
            }
            var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("list " + name + " cannot be read", e);
        }
    }
}
