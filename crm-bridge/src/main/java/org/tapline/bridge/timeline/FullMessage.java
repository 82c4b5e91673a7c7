package org.tapline.bridge.timeline;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;

/// One message with its text.
///
/// @param entry as on the timeline; its fields stand beside the others
/// @param html as it was sent: not safe to be shown
/// @param headers all fields in order, decoded
public record FullMessage(
        @JsonUnwrapped Entry entry, String text, Optional<String> html, List<Header> headers) {

    /// One header field.
    public record Header(String name, String value) {}
}
