package org.tapline.bridge.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.sharing.Seeing;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What messages were inside of when they were seen, and whether they went out at all.
final class Wrappings {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;

    Wrappings(Database database) {
        this.database = database;
    }

    /// @param open mailboxes that the viewer may read in full
    List<FullMessage.Wrapping> of(long message, Set<Long> open) {
        List<FullMessage.Wrapping> all = new ArrayList<>();
        database.jdbc()
                .sql(
                        """
                        select b.login, d.wrapping
                        from delivery d join mailbox b on b.id = d.mailbox_id
                        where d.message_id = :message and d.wrapping is not null
                          and d.mailbox_id = any(:open)
                        order by d.observed_at, b.login
                        """)
                .param("message", message)
                .param("open", open.toArray(Long[]::new))
                .query(
                        row -> {
                            String mailbox = row.getString("login");
                            maps(row.getString("wrapping")).stream()
                                    .map(each -> wrapping(mailbox, each))
                                    .forEach(all::add);
                        });
        return all;
    }

    private static FullMessage.Wrapping wrapping(String mailbox, Map<String, String> columns) {
        return new FullMessage.Wrapping(
                mailbox,
                columns.getOrDefault("kind", ""),
                columns.getOrDefault("text", ""),
                Optional.ofNullable(columns.get("by")),
                Optional.ofNullable(columns.get("at")),
                Optional.ofNullable(columns.get("comment")).filter(text -> !text.isEmpty()));
    }

    /// The same for the explanation of a decision.
    List<Explanation.RuleOutcome> rules(long message, Seeing seeing) {
        List<Explanation.RuleOutcome> rules = new ArrayList<>();
        of(message, seeing.open()).stream()
                .map(each -> new Explanation.RuleOutcome("unpacking", each.kind(), each.text()))
                .distinct()
                .forEach(rules::add);
        certainty(message).ifPresent(rules::add);
        return rules;
    }

    /// Nothing where every sighting was certain.
    private Optional<Explanation.RuleOutcome> certainty(long message) {
        record Sightings(long certain, long uncertain) {}
        Sightings seen =
                database.jdbc()
                        .sql(
                                """
                                select count(*) filter (where certain) as certain,
                                       count(*) filter (where not certain) as uncertain
                                from delivery where message_id = :message
                                """)
                        .param("message", message)
                        .query(
                                (row, number) ->
                                        new Sightings(
                                                row.getLong("certain"), row.getLong("uncertain")))
                        .single();
        if (seen.uncertain() == 0) {
            return Optional.empty();
        }
        return Optional.of(
                seen.certain() == 0
                        ? new Explanation.RuleOutcome(
                                "certainty",
                                "uncertain",
                                "The connection was lost before the mail server's final answer:"
                                        + " nobody knows whether the message went out. It counts"
                                        + " as sent when it is seen elsewhere.")
                        : new Explanation.RuleOutcome(
                                "certainty",
                                "certain",
                                "The connection was lost before the mail server's final answer,"
                                        + " but the message was seen elsewhere, too."));
    }

    private static List<Map<String, String>> maps(String json) {
        return JSON.readValue(json, new TypeReference<List<Map<String, String>>>() {});
    }
}
