package org.tapline.bridge.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tapline.bridge.sharing.Seeing;

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
    public Explanation {
        rules = List.copyOf(rules);
        participants = List.copyOf(participants);
    }

    /// With what was found out before the rules were asked.
    Explanation with(List<RuleOutcome> before) {
        return new Explanation(
                messageId,
                id,
                mailbox,
                decision,
                reason,
                decidedAt,
                Stream.concat(before.stream(), rules.stream()).toList(),
                participants);
    }

    /// With what somebody marked by hand later.
    ///
    /// @param setAside since when a recorded message is kept out of the mailbox
    /// @param wanted since when a message that was left out is wanted
    Explanation marked(Optional<Instant> setAside, Optional<Instant> wanted) {
        if (setAside.isPresent()) {
            return marked(
                    "excluded",
                    "excluded",
                    "marked-private",
                    setAside.get(),
                    "Kept out by hand after it was recorded: keyword $NoCRM or the private folder."
                            + " It is seen again when the mark is taken away.");
        }
        return wanted.map(
                        since ->
                                marked(
                                        decision,
                                        "passed",
                                        "wanted",
                                        since,
                                        "Included by hand after it was left out: keyword $CRM or the"
                                                + " CRM folder. Nothing of it was kept; it is taken"
                                                + " in when a mail client downloads it again."))
                .orElse(this);
    }

    private Explanation marked(
            String outcome, String said, String why, Instant since, String text) {
        return new Explanation(
                messageId,
                id,
                mailbox,
                outcome,
                why,
                since,
                Stream.concat(
                                Stream.of(new RuleOutcome("mark", said, text)),
                                rules.stream().filter(each -> !each.rule().equals("mark")))
                        .toList(),
                participants);
    }

    /// For somebody who does not see everything of the message.
    Explanation narrowed(Seeing seeing) {
        return new Explanation(
                messageId,
                id,
                mailbox,
                decision,
                reason,
                decidedAt,
                rules.stream()
                        .map(each -> new RuleOutcome(each.rule(), each.outcome(), ""))
                        .toList(),
                participants.stream()
                        .filter(each -> seeing.blindCopies() || !each.role().equals("bcc"))
                        .map(each -> new Person(each.address(), each.role(), each.contactId(), ""))
                        .toList());
    }

    /// Another mailbox may have recorded what this one excluded; whoever does not see that message
    /// is not told of it.
    Explanation withoutId(Set<Long> seen) {
        return id.isEmpty() || seen.contains(id.get())
                ? this
                : new Explanation(
                        messageId,
                        Optional.empty(),
                        mailbox,
                        decision,
                        reason,
                        decidedAt,
                        rules,
                        participants);
    }

    /// What one rule said.
    public record RuleOutcome(String rule, String outcome, String text) {}

    /// What the message meant for a participant.
    ///
    /// @param contactId the contact the address belongs to now
    public record Person(String address, String role, Optional<Long> contactId, String text) {}
}
