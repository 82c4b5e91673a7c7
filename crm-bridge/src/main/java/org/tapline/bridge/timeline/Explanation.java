package org.tapline.bridge.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Why a message is on the record, or not.
///
/// @param messageId the Message-ID
/// @param id the message, when it is recorded
/// @param mailbox login of the mailbox the decision was made for
/// @param decision `recorded`, `restricted` or `excluded`
/// @param reason short and stable
/// @param rules every rule in order
public record Explanation(
        Optional<String> messageId,
        Optional<Long> id,
        String mailbox,
        String decision,
        String reason,
        Instant decidedAt,
        List<RuleOutcome> rules,
        List<Person> participants) {

    /// What one rule said.
    public record RuleOutcome(String rule, String outcome, String text) {}

    /// What the message meant for a participant.
    ///
    /// @param contactId the contact the address belongs to now
    public record Person(String address, String role, Optional<Long> contactId, String text) {}
}
