package org.tapline.bridge.policy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tapline.bridge.identity.AddressKey;

/// What became of a message, and why.
///
/// @param outcome on the record, or not, or in part
/// @param reason of the first exclusion, else of the first restriction, else
///     [Reason#RECORDED]
/// @param rules every rule in order
/// @param leftOff addresses the message is not linked to although it is recorded
public record Decision(
        Outcome outcome, Reason reason, List<RuleResult> rules, Set<AddressKey> leftOff) {
    public Decision {
        rules = List.copyOf(rules);
        leftOff = Set.copyOf(leftOff);
    }

    /// Whether a message is on the record.
    public enum Outcome {
        RECORDED,
        EXCLUDED,
        RESTRICTED;

        /// As stored and printed: `recorded`.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Whether the message is on the record, in whole or in part.
    public boolean kept() {
        return outcome != Outcome.EXCLUDED;
    }
}
