package org.tapline.bridge.policy;

import java.util.Collection;
import java.util.List;

/// Which labels are in scope (`sync.labels`): Gmail labels and IMAP keywords. The empty list,
/// written `all`, asks for none.
final class LabelScope {

    private static final Syntax<List<String>> LABELS = Syntaxes.list("labels", Syntaxes::anything);

    static final Syntax<List<String>> SYNTAX =
            Syntax.replacing(
                    "all or labels, divided by commas",
                    text ->
                            text.strip().equalsIgnoreCase("all")
                                    ? Syntax.Read.ok(List.of())
                                    : LABELS.reader().apply(text),
                    labels -> labels.isEmpty() ? "all" : LABELS.writer().apply(labels));

    private LabelScope() {}

    /// Keywords are compared without regard to case (RFC 9051 §2.3.2).
    static boolean covers(List<String> wanted, Collection<String> labels) {
        return wanted.isEmpty()
                || labels.stream()
                        .anyMatch(label -> wanted.stream().anyMatch(label::equalsIgnoreCase));
    }
}
