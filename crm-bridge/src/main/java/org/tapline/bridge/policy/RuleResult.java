package org.tapline.bridge.policy;

import java.util.Locale;

/// What one rule said, as stored with the decision and printed by `message explain`.
///
/// @param rule name of the rule
/// @param outcome what it came to
/// @param text in words
public record RuleResult(String rule, Outcome outcome, String text) {

    /// What a rule came to.
    public enum Outcome {
        PASSED,
        RESTRICTED,
        EXCLUDED;

        /// As stored and printed: `passed`.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static RuleResult of(Rule rule, Verdict verdict) {
        Outcome outcome =
                switch (verdict) {
                    case Verdict.Pass pass -> Outcome.PASSED;
                    case Verdict.Restrict restrict -> Outcome.RESTRICTED;
                    case Verdict.Exclude exclude -> Outcome.EXCLUDED;
                };
        return new RuleResult(rule.label(), outcome, verdict.text());
    }
}
