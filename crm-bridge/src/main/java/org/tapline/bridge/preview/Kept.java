package org.tapline.bridge.preview;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.policy.Facts;
import org.tapline.bridge.policy.MailTrait;
import org.tapline.bridge.policy.Participant;

/// What is stored of one message in one mailbox, recorded or excluded.
///
/// @param id of the message; absent when it was excluded
/// @param at when it was written, or when it was excluded; together with [#tie] its place in order
/// @param excludedBy rules that excluded it
/// @param places where it was seen; none for an excluded one
record Kept(
        Optional<Long> id,
        Optional<String> messageId,
        Mailbox mailbox,
        Instant at,
        String tie,
        Set<String> excludedBy,
        List<Named> people,
        Set<MailTrait> traits,
        String subject,
        List<Facts.Header> headers,
        List<Seen> places) {

    /// @param login as printed
    record Mailbox(long id, Optional<Long> user, String login) {}

    /// Somebody the message names.
    record Named(Participant.Role role, String name, String address) {}

    /// One sighting.
    record Seen(
            boolean sent, String folder, Set<String> labels, boolean handedIn, boolean placed) {}
}
