package org.tapline.bridge.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.policy.ContactCreation;
import org.tapline.bridge.policy.Decision;
import org.tapline.bridge.policy.Facts;
import org.tapline.bridge.policy.Policies;
import org.tapline.journal.Place;

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
                             decided_at, folder, uidvalidity, uid)
                        select m.key, m.mailbox, m.id, m.outcome, m.reason, m.rules::jsonb,
                               m.addresses::jsonb, m.at, m.folder, m.uidvalidity, m.uid
                        from unnest(:keys::text[], :mailboxes::bigint[], :ids::text[],
                                    :outcomes::text[], :reasons::text[], :rules::text[],
                                    :addresses::text[], :times::timestamptz[], :folders::text[],
                                    :validities::bigint[], :uids::bigint[])
                             as m(key, mailbox, id, outcome, reason, rules, addresses, at, folder,
                                  uidvalidity, uid)
                        order by m.key, m.mailbox
                        on conflict (message_key, mailbox_id) do update set
                            outcome = excluded.outcome, reason = excluded.reason,
                            rules = excluded.rules, addresses = excluded.addresses,
                            decided_at = excluded.decided_at, folder = excluded.folder,
                            uidvalidity = excluded.uidvalidity, uid = excluded.uid,
                            wanted_at = null
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
                .param("rules", texts.of(each -> Json.of(rules(each))))
                .param("addresses", texts.of(each -> Json.of(addresses(each))))
                .param("times", texts.of(each -> each.message().observation().at().toString()))
                .param("folders", texts.of(each -> place(each).map(Decisions::folder).orElse(null)))
                .param(
                        "validities",
                        decisions.stream()
                                .map(each -> place(each).map(Place::uidValidity).orElse(null))
                                .toArray(Long[]::new))
                .param(
                        "uids",
                        decisions.stream()
                                .map(each -> place(each).map(Place::uid).orElse(null))
                                .toArray(Long[]::new))
                .update();
    }

    /// Of a recorded message its deliveries know.
    private static Optional<Place> place(Made made) {
        return made.decision().kept() ? Optional.empty() : made.message().seen().place();
    }

    private static String folder(Place place) {
        return Columns.key(place.folder());
    }

    private static String key(Arrival message) {
        return Columns.key(message.key().value());
    }

    /// What an excluded message came in is said here; of a recorded one its deliveries tell.
    private static List<Map<String, String>> rules(Made made) {
        Stream<Map<String, String>> wrappings =
                made.decision().kept()
                        ? Stream.empty()
                        : made.message().unpacked().wrappings().stream()
                                .map(each -> rule("unpacking", each.label(), each.text()));
        return Stream.concat(
                        wrappings,
                        made.decision().rules().stream()
                                .map(
                                        each ->
                                                rule(
                                                        each.rule(),
                                                        each.outcome().label(),
                                                        each.text())))
                .toList();
    }

    private static Map<String, String> rule(String rule, String outcome, String text) {
        return Map.of("rule", rule, "outcome", outcome, "text", text);
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
                                                    "text",
                                                            Enquirers.text(outcome.key(), made)
                                                                    .orElse(outcome.text()))));
        }
        return addresses;
    }
}
