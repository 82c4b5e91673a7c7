package org.tapline.bridge.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.policy.ContactCreation;
import org.tapline.bridge.policy.Decision;
import org.tapline.bridge.policy.Facts;
import org.tapline.bridge.policy.Policies;

/// Keeps what was decided and why. Takes part in the caller's transaction.
final class Decisions {
    private final Database database;

    Decisions(Database database) {
        this.database = database;
    }

    /// What was decided of one message.
    record Made(Arrival message, Decision decision, Facts facts, Policies policies) {}

    /// A message that was recorded once stays recorded in its mailbox, even when it is seen again
    /// in a folder that is out of scope. No message may be there twice.
    void store(List<Made> decisions) {
        Texts<Made> texts = new Texts<>(decisions);
        database.jdbc()
                .sql(
                        """
                        insert into decision as d
                            (message_key, mailbox_id, message_id, outcome, reason, rules, addresses,
                             decided_at)
                        select m.key, m.mailbox, m.id, m.outcome, m.reason, m.rules::jsonb,
                               m.addresses::jsonb, m.at
                        from unnest(:keys::text[], :mailboxes::bigint[], :ids::text[],
                                    :outcomes::text[], :reasons::text[], :rules::text[],
                                    :addresses::text[], :times::timestamptz[])
                             as m(key, mailbox, id, outcome, reason, rules, addresses, at)
                        order by m.key, m.mailbox
                        on conflict (message_key, mailbox_id) do update set
                            outcome = excluded.outcome, reason = excluded.reason,
                            rules = excluded.rules, addresses = excluded.addresses,
                            decided_at = excluded.decided_at
                        where d.outcome = 'excluded'
                        """)
                .param("keys", texts.of(each -> key(each.message())))
                .param(
                        "mailboxes",
                        decisions.stream()
                                .map(each -> each.message().mailbox().id())
                                .toArray(Long[]::new))
                .param(
                        "ids",
                        texts.of(
                                each ->
                                        each.message()
                                                .key()
                                                .messageId()
                                                .map(Columns::key)
                                                .orElse(null)))
                .param("outcomes", texts.of(each -> each.decision().outcome().label()))
                .param("reasons", texts.of(each -> each.decision().reason().label()))
                .param("rules", texts.of(each -> Json.of(rules(each.decision()))))
                .param("addresses", texts.of(each -> Json.of(addresses(each))))
                .param("times", texts.of(each -> each.message().observation().at().toString()))
                .update();
    }

    private static String key(Arrival message) {
        return Columns.key(message.key().value());
    }

    private static List<Map<String, String>> rules(Decision decision) {
        return decision.rules().stream()
                .map(
                        result ->
                                Map.of(
                                        "rule", result.rule(),
                                        "outcome", result.outcome().label(),
                                        "text", result.text()))
                .toList();
    }

    private static List<Map<String, String>> addresses(Made made) {
        List<Map<String, String>> addresses = new ArrayList<>();
        for (ContactCreation.Outcome outcome :
                ContactCreation.consider(made.facts(), made.policies(), made.decision())) {
            made.facts().participants().stream()
                    .filter(participant -> participant.key().equals(outcome.key()))
                    .findFirst()
                    .ifPresent(
                            participant ->
                                    addresses.add(
                                            Map.of(
                                                    "address", participant.address(),
                                                    "role", participant.role().label(),
                                                    "text", outcome.text())));
        }
        return addresses;
    }
}
