package org.tapline.bridge.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.identity.AddressKey;

/// Decides whether a message belongs on the record. All rules are asked, in the order of [Rule];
/// the first exclusion decides.
public final class Rules {

    private Rules() {}

    /// The decision with the answer of every rule.
    public static Decision decide(Facts facts, Policies policies) {
        Mark mark = Mark.of(facts, policies);
        List<RuleResult> results = new ArrayList<>();
        Optional<Reason> excluded = Optional.empty();
        Optional<Reason> restricted = Optional.empty();
        Set<AddressKey> leftOff = new LinkedHashSet<>();
        for (Rule rule : Rule.values()) {
            Verdict verdict = ask(rule, facts, policies, mark);
            results.add(RuleResult.of(rule, verdict));
            switch (verdict) {
                case Verdict.Pass pass -> {}
                case Verdict.Exclude exclude ->
                        excluded = excluded.or(() -> Optional.of(exclude.reason()));
                case Verdict.Restrict restrict -> {
                    restricted = restricted.or(() -> Optional.of(restrict.reason()));
                    leftOff.addAll(restrict.leftOff());
                }
            }
        }
        if (excluded.isPresent()) {
            return new Decision(Decision.Outcome.EXCLUDED, excluded.get(), results, Set.of());
        }
        return restricted
                .map(why -> new Decision(Decision.Outcome.RESTRICTED, why, results, leftOff))
                .orElseGet(
                        () ->
                                new Decision(
                                        Decision.Outcome.RECORDED,
                                        Reason.RECORDED,
                                        results,
                                        Set.of()));
    }

    private static Verdict ask(Rule rule, Facts facts, Policies policies, Mark mark) {
        return switch (rule) {
            case MARK -> mark.verdict();
            case SCOPE -> mark.orElse(ScopeRules.scope(facts, policies));
            case DIRECTION -> mark.orElse(ScopeRules.direction(facts, policies));
            case NEVER_LOG -> NeverLogRule.verdict(facts, policies);
            case INTERNAL -> PeopleRules.internal(facts, policies);
            case BOUNCE, AUTO_REPLY, BULK, UNSUBSCRIBE, REPORT, CALENDAR ->
                    mark.orElse(KindRules.verdict(rule, facts, policies));
            case KNOWN_CONTACTS -> mark.orElse(PeopleRules.known(facts, policies));
            case BODY -> body(policies);
        };
    }

    private static Verdict body(Policies policies) {
        return switch (policies.get(PolicyKeys.STORE_BODY)) {
            case FULL -> new Verdict.Pass("The whole message is kept.");
            case TEXT ->
                    new Verdict.Restrict(
                            Reason.BODY_NOT_KEPT,
                            Set.of(),
                            "Only the text is kept, no attachments (store.body is text).");
            case NONE ->
                    new Verdict.Restrict(
                            Reason.BODY_NOT_KEPT,
                            Set.of(),
                            "Neither text nor attachments are kept (store.body is none).");
        };
    }
}
