package org.tapline.bridge.intake;

import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.MessageKey;
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

    /// A message that was recorded once stays recorded in its mailbox, even when it is seen again
    /// in a folder that is out of scope.
    void store(
            MessageKey key,
            long mailbox,
            Decision decision,
            Facts facts,
            Policies policies,
            Instant at) {
        List<Map<String, String>> rules =
                decision.rules().stream()
                        .map(
                                result ->
                                        Map.of(
                                                "rule", result.rule(),
                                                "outcome", result.outcome().label(),
                                                "text", result.text()))
                        .toList();
        List<Map<String, String>> addresses = new ArrayList<>();
        for (ContactCreation.Outcome outcome :
                ContactCreation.consider(facts, policies, decision)) {
            facts.participants().stream()
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
        database.jdbc()
                .sql(
                        """
                        insert into decision as d
                            (message_key, mailbox_id, message_id, outcome, reason, rules, addresses,
                             decided_at)
                        values (:key, :mailbox, :messageId, :outcome, :reason, :rules::jsonb,
                                :addresses::jsonb, :at)
                        on conflict (message_key, mailbox_id) do update set
                            outcome = excluded.outcome, reason = excluded.reason,
                            rules = excluded.rules, addresses = excluded.addresses,
                            decided_at = excluded.decided_at
                        where d.outcome = 'excluded'
                        """)
                .param("key", Columns.key(key.value()))
                .param("mailbox", mailbox)
                .param("messageId", key.messageId().map(Columns::key).orElse(null), Types.VARCHAR)
                .param("outcome", decision.outcome().label())
                .param("reason", decision.reason().label())
                .param("rules", Json.of(rules))
                .param("addresses", Json.of(addresses))
                .param("at", Columns.at(at))
                .update();
    }
}
