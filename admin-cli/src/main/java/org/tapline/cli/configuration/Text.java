package org.tapline.cli.configuration;

import java.nio.file.Path;

/// A plain value with its name and place.
///
/// @param key dotted name
record Text(String key, String value, Origin origin) {

    /// The value as a path: `~` is the home folder, a relative one starts at [Origin#folder].
    Path path() {
        String home = System.getProperty("user.home", "");
        String expanded = value.startsWith("~/") ? home + value.substring(1) : value;
        return origin.folder().resolve(expanded).normalize();
    }

    Problem problem(String what) {
        return new Problem(origin.text(), key, what);
    }
}
