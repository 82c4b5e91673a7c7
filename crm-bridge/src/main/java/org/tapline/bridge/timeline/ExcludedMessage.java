package org.tapline.bridge.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All that is kept of a message that was excluded.
///
/// @param messageId the Message-ID
/// @param occurredAt when it was observed
/// @param addresses of everybody who took part
/// @param mailboxes login of the mailbox, in the form of the recorded ones
public record ExcludedMessage(
        Optional<String> messageId,
        Instant occurredAt,
        String reason,
        List<String> addresses,
        List<String> mailboxes) {}
