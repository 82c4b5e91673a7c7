package org.tapline.bridge.enquiries;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.leads.LeadRule;
import tools.jackson.databind.json.JsonMapper;

/// The administrator's lead rules, in the order in which they were made.
public final class LeadRuleStore {

    /// Another bridge's change is seen after this time at the latest (DESIGN: five seconds).
    static final Duration FRESH = Duration.ofSeconds(1);

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;
    private final Audit audit;
    private volatile @Nullable Snapshot snapshot;

    public LeadRuleStore(Database database, Audit audit) {
        this.database = database;
        this.audit = audit;
    }

    private record Snapshot(List<StoredRule> rules, List<LeadRule> pure, long takenAt) {}

    public List<StoredRule> list() {
        return current().rules();
    }

    /// For the pure rooms.
    public List<LeadRule> rules() {
        return current().pure();
    }

    public Optional<StoredRule> find(String name) {
        return list().stream().filter(rule -> rule.name().equals(name)).findFirst();
    }

    /// Adds a rule, or puts another in the place of the one that has its name.
    public void put(StoredRule rule, String actor) {
        database.transaction(
                () -> {
                    Optional<String> before = stored(rule.name());
                    String after = JSON.writeValueAsString(rule);
                    database.jdbc()
                            .sql(
                                    """
                                    insert into lead_rule (name, definition)
                                    values (:name, :definition::jsonb)
                                    on conflict (name) do update set
                                        definition = excluded.definition, changed_at = now()
                                    """)
                            .param("name", Columns.key(rule.name()))
                            .param("definition", Columns.text(after))
                            .update();
                    audit.change(
                            actor,
                            "lead.put",
                            "lead rule " + rule.name(),
                            before,
                            Optional.of(after));
                    return true;
                });
        snapshot = null;
    }

    /// @return false when there is none of this name
    public boolean remove(String name, String actor) {
        boolean removed =
                database.transaction(
                        () -> {
                            Optional<String> before = stored(name);
                            database.jdbc()
                                    .sql("delete from lead_rule where name = :name")
                                    .param("name", Columns.key(name))
                                    .update();
                            before.ifPresent(
                                    was ->
                                            audit.change(
                                                    actor,
                                                    "lead.remove",
                                                    "lead rule " + name,
                                                    before,
                                                    Optional.empty()));
                            return before.isPresent();
                        });
        snapshot = null;
        return removed;
    }

    private Optional<String> stored(String name) {
        return database.jdbc()
                .sql("select definition::text from lead_rule where name = :name for update")
                .param("name", Columns.key(name))
                .query(String.class)
                .optional();
    }

    private Snapshot current() {
        Snapshot known = snapshot;
        if (known == null || System.nanoTime() - known.takenAt() > FRESH.toNanos()) {
            long takenAt = System.nanoTime();
            List<StoredRule> rules =
                    database
                            .jdbc()
                            .sql("select definition::text from lead_rule order by id")
                            .query(String.class)
                            .list()
                            .stream()
                            .map(text -> JSON.readValue(text, StoredRule.class))
                            .toList();
            known = new Snapshot(rules, rules.stream().map(StoredRule::rule).toList(), takenAt);
            snapshot = known;
        }
        return known;
    }
}
