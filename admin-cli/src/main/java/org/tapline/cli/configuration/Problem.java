package org.tapline.cli.configuration;

/// One thing that is wrong with the configuration.
///
/// @param origin where it is written, as in [Origin#text]
/// @param key dotted name of the key, or empty when the whole file is meant
/// @param text what is wrong and what to do about it
public record Problem(String origin, String key, String text) {

    /// The one line that people read.
    public String line() {
        return key.isEmpty() ? origin + ": " + text : origin + ": " + key + " " + text;
    }
}
