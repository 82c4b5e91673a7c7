package org.tapline.bridge.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tapline.bridge.identity.AddressKey;

/// The never-log lists (DESIGN section 6, rule 2). Subjects and headers exclude the message; a
/// listed person does as `never-log.mode` says.
final class NeverLogRule {

    private NeverLogRule() {}

    static Verdict verdict(Facts facts, Policies policies) {
        for (String pattern : policies.get(PolicyKeys.NEVER_LOG_SUBJECTS)) {
            if (Wildcards.contains(facts.subject(), pattern)) {
                return exclude(
                        "The subject matches \"%s\" (never-log.subjects).".formatted(pattern));
            }
        }
        Optional<String> header = listedHeader(facts, policies.get(PolicyKeys.NEVER_LOG_HEADERS));
        if (header.isPresent()) {
            return exclude("A header matches \"%s\" (never-log.headers).".formatted(header.get()));
        }
        NeverLog lists = policies.neverLog();
        List<Participant> listed =
                facts.participants().stream().filter(p -> lists.has(p.key())).toList();
        if (listed.isEmpty()) {
            return new Verdict.Pass("Nobody and nothing in it is on a never-log list.");
        }
        return people(listed, facts, lists, policies.get(PolicyKeys.NEVER_LOG_MODE));
    }

    private static Verdict people(
            List<Participant> listed, Facts facts, NeverLog lists, Choice.NeverLogMode mode) {
        Set<AddressKey> keys =
                listed.stream().map(Participant::key).collect(Collectors.toUnmodifiableSet());
        String who =
                listed.stream()
                        .map(Participant::key)
                        .distinct()
                        .map(key -> key.value() + " (" + lists.where(key) + ")")
                        .collect(Collectors.joining(", "));
        boolean othersOutside = facts.outsiders().stream().anyMatch(p -> !keys.contains(p.key()));
        boolean excludes =
                switch (mode) {
                    case ANY -> true;
                    case LEAVE_OFF -> false;
                    case SOLE -> !othersOutside;
                };
        if (excludes) {
            String why =
                    mode == Choice.NeverLogMode.ANY ? "." : ", and nobody else outside takes part.";
            return exclude("On a never-log list: " + who + why);
        }
        return new Verdict.Restrict(
                Reason.PARTICIPANT_LEFT_OFF,
                keys,
                "Recorded, but not for those on a never-log list: %s.".formatted(who));
    }

    private static Optional<String> listedHeader(Facts facts, List<String> entries) {
        return entries.stream().filter(entry -> matches(entry, facts.headers())).findFirst();
    }

    private static boolean matches(String entry, List<Facts.Header> headers) {
        int colon = entry.indexOf(':');
        String name = (colon < 0 ? entry : entry.substring(0, colon)).strip();
        String pattern = colon < 0 ? "" : entry.substring(colon + 1).strip();
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .anyMatch(header -> Wildcards.contains(header.value(), pattern));
    }

    private static Verdict exclude(String text) {
        return new Verdict.Exclude(Reason.NEVER_LOG, text);
    }
}
