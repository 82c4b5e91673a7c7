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
/// @param unpacked what it was inside of, in mailboxes that the viewer may read in full; its octets
///     are those of the mail around it, but for a journal report
public record FullMessage(
        @JsonUnwrapped Entry entry,
        @Nullable String text,
        Optional<String> html,
        List<Header> headers,
        List<Wrapping> unpacked) {

    /// What the message was inside of when it was seen.
    ///
    /// @param kind `forward`, `journal-report`, `copy` or `lead`
    /// @param text one sentence
    /// @param by who forwarded it
    /// @param at when it was forwarded
    /// @param comment what was written above it
    public record Wrapping(
            String mailbox,
            String kind,
            String text,
            Optional<String> by,
            Optional<String> at,
            Optional<String> comment) {}

    /// One header field.
    public record Header(String name, String value) {}
}
