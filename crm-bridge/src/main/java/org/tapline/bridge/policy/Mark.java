package org.tapline.bridge.policy;

import java.util.Optional;
import java.util.Set;

/// What a person said of the message by hand, in any mail client (FEATURES H12): a keyword, or a
/// move to one of two folders. Where two marks contradict each other the private one wins.
///
/// A message included by hand is spared the rules about scope, kind and known people. It is not
/// spared the never-log lists and the rule about internal mail: those are the organisation's.
public enum Mark {
    NONE,
    /// `$CRM`, the CRM folder, or handed in through a BCC address.
    INCLUDED,
    /// `$NoCRM` or the Private folder.
    PRIVATE;

    /// What somebody who wants a message in the CRM gives it.
    public static final String INCLUDE_KEYWORD = "$CRM";

    private static final String PRIVATE_KEYWORD = "$NoCRM";

    static Mark of(Facts facts, Policies policies) {
        Mark mark = of(facts.labels(), facts.folder(), policies);
        return mark == NONE && facts.handedIn() ? INCLUDED : mark;
    }

    /// What keywords and folder say.
    public static Mark of(Set<String> labels, Optional<Folder> folder, Policies policies) {
        if (has(labels, PRIVATE_KEYWORD)
                || folder.filter(here -> here.named(policies.get(PolicyKeys.PRIVATE_FOLDER)))
                        .isPresent()) {
            return PRIVATE;
        }
        boolean included =
                has(labels, INCLUDE_KEYWORD)
                        || folder.filter(
                                        here -> here.named(policies.get(PolicyKeys.CAPTURE_FOLDER)))
                                .isPresent();
        return included ? INCLUDED : NONE;
    }

    Verdict verdict() {
        return switch (this) {
            case NONE -> new Verdict.Pass("Nobody marked it by hand.");
            case INCLUDED -> new Verdict.Pass("Included by hand.");
            case PRIVATE ->
                    new Verdict.Exclude(
                            Reason.MARKED_PRIVATE,
                            "Kept out by hand: keyword $NoCRM or the private folder.");
        };
    }

    /// The verdict of a rule that a mark overrules.
    Verdict orElse(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Exclude exclude ->
                    this == INCLUDED
                            ? new Verdict.Pass(
                                    "Overruled, because it was included by hand: " + exclude.text())
                            : exclude;
            case Verdict.Pass pass -> pass;
            case Verdict.Restrict restrict -> restrict;
        };
    }

    private static boolean has(Set<String> labels, String keyword) {
        return labels.stream().anyMatch(keyword::equalsIgnoreCase);
    }
}
