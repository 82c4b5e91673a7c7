package org.tapline.bridge.timeline;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One message with its text.
///
/// @param entry as on the timeline; its fields stand beside the others
/// @param text null when the viewer may not see it
/// @param html as it was sent: not safe to be shown
/// @param headers all fields in order, decoded; none when the viewer does not see everything
public record FullMessage(
        @JsonUnwrapped Entry entry,
        @Nullable String text,
        Optional<String> html,
        List<Header> headers) {

    /// One header field.
    public record Header(String name, String value) {}
}
