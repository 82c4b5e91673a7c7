package org.tapline.bridge.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.AddressFolding;
import org.tapline.bridge.jobs.Jobs;
import org.tapline.bridge.jobs.Progress;
import org.tapline.bridge.jobs.Work;

/// Brings the stored comparison keys up to the policy of folding.
///
/// Rows written from now on follow the new policy. A transaction that began before the change may
/// still write rows that follow the old one: the job begins when all of those are over.
public final class Rekey implements Work.Kind {
    /// Every bridge knows a changed policy after this.
    private static final Duration KNOWN = Duration.ofSeconds(2);

    /// Numbers of messages, and of contacts, in a piece.
    private static final long PIECE = 20_000;

    private final Database database;
    private final Jobs jobs;
    private final Supplier<AddressFolding> policy;

    /// @param policy how addresses are to be folded now
    public Rekey(Database database, Jobs jobs, Supplier<AddressFolding> policy) {
        this.database = database;
        this.jobs = jobs;
        this.policy = policy;
    }

    @Override
    public String name() {
        return "rekey";
    }

    /// Enters a job when the rows do not follow the policy and none is on its way.
    public void keep() {
        AddressFolding wanted = policy.get();
        boolean follows =
                jdbc().sql(
                                """
                                select plus_tags = :plusTags and gmail_dots = :gmailDots
                                from address_folding
                                """)
                        .param("plusTags", wanted.plusTags())
                        .param("gmailDots", wanted.gmailDots())
                        .query(Boolean.class)
                        .single();
        if (!follows && !jobs.open(name())) {
            jobs.enter(name(), "addresses", KNOWN);
        }
    }

    @Override
    public Work open(long job, Progress from) {
        return this::piece;
    }

    /// What a job does now.
    private enum Phase {
        /// Waits for transactions that began before.
        WAIT,
        CONTACTS,
        MESSAGES
    }

    /// @param at the number of the transaction to wait for; else the last number done
    private record Place(AddressFolding folding, Phase phase, long at) {
        static Place parse(String text) {
            String[] parts = text.split(" ");
            return new Place(
                    new AddressFolding(
                            Boolean.parseBoolean(parts[0]), Boolean.parseBoolean(parts[1])),
                    Phase.valueOf(parts[2]),
                    Long.parseLong(parts[3]));
        }

        String text() {
            return folding.plusTags() + " " + folding.gmailDots() + " " + phase + " " + at;
        }

        Place to(Phase next, long number) {
            return new Place(folding, next, number);
        }
    }

    private Progress piece(Progress before) {
        if (before.place().isEmpty()) {
            long now = number("select pg_current_xact_id()::text::bigint");
            return at(before, new Place(policy.get(), Phase.WAIT, now), 0);
        }
        Place place = Place.parse(before.place());
        return switch (place.phase()) {
            case WAIT -> waited(before, place);
            case CONTACTS -> contacts(before, place);
            case MESSAGES -> messages(before, place);
        };
    }

    private Progress waited(Progress before, Place place) {
        long oldest = number("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint");
        if (oldest <= place.at()) {
            return before;
        }
        long all =
                number("select coalesce(max(id), 0) from contact")
                        + number("select coalesce(max(id), 0) from message");
        Progress begun = at(before, place.to(Phase.CONTACTS, 0), 0);
        return new Progress(all, 0, 0, begun.place(), false);
    }

    private Progress contacts(Progress before, Place place) {
        int changed =
                fold(
                        """
                        select contact_id as id, '' as role, address_key, folded_key
                        from contact_address
                        where contact_id > :from and contact_id <= :to
                          and (folded_key is not null or strpos(address_key, '+') > 0
                               or address_key like '%@gmail.com'
                               or address_key like '%@googlemail.com')
                        """,
                        """
                        update contact_address a set folded_key = n.folded
                        from unnest(:ids::bigint[], :roles::text[], :keys::text[],
                                    :folded::text[]) as n(id, role, key, folded)
                        where a.contact_id = n.id and a.address_key = n.key
                        """,
                        place);
        return next(before, place, "contact", Phase.MESSAGES, changed);
    }

    private Progress messages(Progress before, Place place) {
        int changed =
                fold(
                        """
                        select message_id as id, role, address_key, folded_key
                        from participant
                        where message_id > :from and message_id <= :to
                          and (folded_key is not null or strpos(address_key, '+') > 0
                               or address_key like '%@gmail.com'
                               or address_key like '%@googlemail.com')
                        """,
                        """
                        update participant p set folded_key = n.folded
                        from unnest(:ids::bigint[], :roles::text[], :keys::text[],
                                    :folded::text[]) as n(id, role, key, folded)
                        where p.message_id = n.id and p.role = n.role and p.address_key = n.key
                        """,
                        place);
        long last = number("select coalesce(max(id), 0) from message");
        if (place.at() + PIECE < last) {
            return at(before, place.to(Phase.MESSAGES, place.at() + PIECE), changed);
        }
        jdbc().sql("update address_folding set plus_tags = :plus, gmail_dots = :dots")
                .param("plus", place.folding().plusTags())
                .param("dots", place.folding().gmailDots())
                .update();
        return new Progress(before.total(), before.total(), before.found() + changed, "", true);
    }

    private Progress next(Progress before, Place place, String table, Phase then, int changed) {
        long last = number("select coalesce(max(id), 0) from " + table);
        return place.at() + PIECE < last
                ? at(before, place.to(place.phase(), place.at() + PIECE), changed)
                : at(before, place.to(then, 0), changed);
    }

    private static Progress at(Progress before, Place place, int changed) {
        return new Progress(
                before.total(),
                Math.min(before.total(), before.done() + (place.phase() == Phase.WAIT ? 0 : PIECE)),
                before.found() + changed,
                place.text(),
                false);
    }

    private record Row(long id, String role, String key, @Nullable String folded) {}

    /// @return rows changed
    private int fold(String select, String update, Place place) {
        List<Row> rows =
                jdbc().sql(select)
                        .param("from", place.at())
                        .param("to", place.at() + PIECE)
                        .query(
                                (row, number) ->
                                        new Row(
                                                row.getLong("id"),
                                                row.getString("role"),
                                                row.getString("address_key"),
                                                row.getString("folded_key")))
                        .list();
        List<Row> changed = new ArrayList<>();
        for (Row row : rows) {
            String match = place.folding().fold(row.key());
            String folded = match.equals(row.key()) ? null : match;
            if (!Objects.equals(folded, row.folded())) {
                changed.add(new Row(row.id(), row.role(), row.key(), folded));
            }
        }
        if (changed.isEmpty()) {
            return 0;
        }
        return jdbc().sql(update)
                .param("ids", changed.stream().map(Row::id).toArray(Long[]::new))
                .param("roles", changed.stream().map(Row::role).toArray(String[]::new))
                .param("keys", changed.stream().map(Row::key).toArray(String[]::new))
                .param("folded", changed.stream().map(Row::folded).toArray(String[]::new))
                .update();
    }

    private long number(String sql) {
        return jdbc().sql(sql).query(Long.class).single();
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
