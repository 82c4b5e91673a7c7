package org.tapline.bridge.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tapline.bridge.identity.FolderRole;

/// Whether folder, label, date and direction are taken in at all (DESIGN section 6, rule 1).
final class ScopeRules {

    /// Where mail that passes by on its way out belongs before its copy lies there.
    private static final Folder SENT = new Folder("Sent", Optional.of(FolderRole.SENT));

    private ScopeRules() {}

    static Verdict scope(Facts facts, Policies policies) {
        FolderScope folders = policies.get(PolicyKeys.SYNC_FOLDERS);
        Optional<Folder> folder =
                facts.folder().or(() -> Optional.of(SENT).filter(f -> facts.sent()));
        if (folder.isPresent() && !folders.covers(folder.get())) {
            return out(
                    "Folder \"%s\" is not in scope (sync.folders is \"%s\")."
                            .formatted(
                                    folder.get().name(),
                                    PolicyKeys.SYNC_FOLDERS.syntax().writer().apply(folders)));
        }
        List<String> labels = policies.get(PolicyKeys.SYNC_LABELS);
        if (!LabelScope.covers(labels, facts.labels())) {
            return out(
                    "It carries none of the labels in sync.labels: %s."
                            .formatted(Syntaxes.joined(labels)));
        }
        if (facts.since().isPresent() && facts.date().isPresent()) {
            Instant since = facts.since().get();
            if (facts.date().get().isBefore(since)) {
                return out(
                        "It came at %s, before %s, where this mailbox begins (sync.first-days)."
                                .formatted(facts.date().get(), since));
            }
        }
        return new Verdict.Pass("Folder, labels and date are in scope.");
    }

    static Verdict direction(Facts facts, Policies policies) {
        if (facts.sent()) {
            return new Verdict.Pass("The user sent it.");
        }
        return switch (policies.get(PolicyKeys.SYNC_DIRECTION)) {
            case TWO_WAY -> new Verdict.Pass("The mailbox takes in what it receives.");
            case ONE_WAY ->
                    new Verdict.Exclude(
                            Reason.ONE_WAY,
                            "The mailbox is one-way: what it receives is not taken in"
                                    + " (sync.direction).");
        };
    }

    private static Verdict out(String text) {
        return new Verdict.Exclude(Reason.OUT_OF_SCOPE, text);
    }
}
