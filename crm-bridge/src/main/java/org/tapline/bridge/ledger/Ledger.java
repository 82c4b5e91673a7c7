package org.tapline.bridge.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.journal.Place;

/// The account of UIDs.
public final class Ledger {
    private final Database database;

    public Ledger(Database database) {
        this.database = database;
    }

    /// What became of an observed message.
    public enum Entry {
        CAPTURED,
        EXCLUDED,
        FAILED
    }

    /// The account of one folder.
    ///
    /// @param pending seen, and nothing else known
    public record Folder(
            String folder,
            long uidvalidity,
            long seen,
            long captured,
            long excluded,
            long pending,
            long failed) {}

    /// What became of one observation of a message.
    ///
    /// @param at when it was observed
    public record Outcome(long mailbox, Optional<Place> place, Entry entry, Instant at) {}

    /// Enters observations of messages: the rows in the order of their keys, each once.
    public void enter(List<Outcome> outcomes) {
        if (!outcomes.isEmpty()) {
            enterUids(
                    outcomes.stream()
                            .filter(
                                    each ->
                                            each.place()
                                                    .filter(p -> p.uid() > 0 && p.uidValidity() > 0)
                                                    .isPresent())
                            .toList());
            countDays(outcomes);
        }
    }

    private void enterUids(List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        List<Place> places = outcomes.stream().flatMap(each -> each.place().stream()).toList();
        database.jdbc()
                .sql(
                        """
                        insert into ledger as l
                            (mailbox_id, folder, uidvalidity, seen, captured, excluded, failed)
                        select mailbox, folder, uidvalidity, seen, captured, excluded - captured,
                               failed - captured - excluded
                        from (select mailbox, folder, uidvalidity, range_agg(one) as seen,
                                     coalesce(range_agg(one) filter (where entry = 'CAPTURED'),
                                              '{}') as captured,
                                     coalesce(range_agg(one) filter (where entry = 'EXCLUDED'),
                                              '{}') as excluded,
                                     coalesce(range_agg(one) filter (where entry = 'FAILED'),
                                              '{}') as failed
                              from (select mailbox, folder, uidvalidity, entry,
                                           int8range(uid, uid, '[]') as one
                                    from unnest(:mailboxes::bigint[], :folders::text[],
                                                :validities::bigint[], :uids::bigint[],
                                                :entries::text[])
                                         as u(mailbox, folder, uidvalidity, uid, entry)) as each
                              group by mailbox, folder, uidvalidity) as entered
                        order by mailbox, folder, uidvalidity
                        on conflict (mailbox_id, folder, uidvalidity) do update set
                            seen = l.seen + excluded.seen,
                            captured = l.captured + excluded.captured,
                            excluded = l.excluded + excluded.excluded - l.captured
                                       - excluded.captured,
                            failed = l.failed + excluded.failed
                                     - (l.captured + excluded.captured)
                                     - (l.excluded + excluded.excluded)
                        """)
                .param("mailboxes", outcomes.stream().map(Outcome::mailbox).toArray(Long[]::new))
                .param(
                        "folders",
                        places.stream()
                                .map(place -> Columns.key(place.folder()))
                                .toArray(String[]::new))
                .param("validities", places.stream().map(Place::uidValidity).toArray(Long[]::new))
                .param("uids", places.stream().map(Place::uid).toArray(Long[]::new))
                .param(
                        "entries",
                        outcomes.stream().map(each -> each.entry().name()).toArray(String[]::new))
                .update();
    }

    private void countDays(List<Outcome> outcomes) {
        database.jdbc()
                .sql(
                        """
                        insert into ledger_day as d
                            (mailbox_id, day, seen, captured, excluded, failed)
                        select mailbox, day, count(*),
                               count(*) filter (where entry = 'CAPTURED'),
                               count(*) filter (where entry = 'EXCLUDED'),
                               count(*) filter (where entry = 'FAILED')
                        from unnest(:mailboxes::bigint[], :days::date[], :entries::text[])
                             as u(mailbox, day, entry)
                        group by mailbox, day
                        order by mailbox, day
                        on conflict (mailbox_id, day) do update set
                            seen = d.seen + excluded.seen,
                            captured = d.captured + excluded.captured,
                            excluded = d.excluded + excluded.excluded,
                            failed = d.failed + excluded.failed
                        """)
                .param("mailboxes", outcomes.stream().map(Outcome::mailbox).toArray(Long[]::new))
                .param(
                        "days",
                        outcomes.stream()
                                .map(each -> each.at().atZone(ZoneOffset.UTC).toLocalDate())
                                .map(LocalDate::toString)
                                .toArray(String[]::new))
                .param(
                        "entries",
                        outcomes.stream().map(each -> each.entry().name()).toArray(String[]::new))
                .update();
    }

    /// Notes a copy: it is captured or excluded where its original is. Of an original that nobody
    /// knows, the copy is only seen, and waits to be fetched.
    public void copied(long mailbox, Place from, Place to) {
        if (to.uid() == 0 || to.uidValidity() == 0) {
            return;
        }
        database.jdbc()
                .sql(
                        """
                        insert into ledger as l
                            (mailbox_id, folder, uidvalidity, seen, captured, excluded)
                        select :mailbox, :folder, :uidvalidity, one,
                               case when o.captured @> :from::bigint then one else '{}' end,
                               case when o.excluded @> :from::bigint then one else '{}' end
                        from (select int8multirange(int8range(:uid, :uid, '[]')) as one) as u
                        left join ledger o on o.mailbox_id = :mailbox and o.folder = :fromFolder
                                          and o.uidvalidity = :fromValidity
                        on conflict (mailbox_id, folder, uidvalidity) do update set
                            seen = l.seen + excluded.seen,
                            captured = l.captured + excluded.captured,
                            excluded = l.excluded + excluded.excluded - l.captured
                                       - excluded.captured
                        """)
                .param("mailbox", mailbox)
                .param("folder", Columns.key(to.folder()))
                .param("uidvalidity", to.uidValidity())
                .param("uid", to.uid())
                .param("from", from.uid())
                .param("fromFolder", Columns.key(from.folder()))
                .param("fromValidity", from.uidValidity())
                .update();
    }

    /// Notes that UIDs left their folder.
    public void gone(long mailbox, List<Place> places) {
        for (Place place : places) {
            database.jdbc()
                    .sql(
                            """
                            update ledger set gone = gone + int8multirange(int8range(:uid, :uid, '[]'))
                            where mailbox_id = :mailbox and folder = :folder
                              and uidvalidity = :uidvalidity and seen @> :uid::bigint
                            """)
                    .param("mailbox", mailbox)
                    .param("folder", Columns.key(place.folder()))
                    .param("uidvalidity", place.uidValidity())
                    .param("uid", place.uid())
                    .update();
        }
    }

    /// The account of a mailbox, by folder.
    public List<Folder> show(long mailbox) {
        return database.jdbc()
                .sql(
                        """
                        select folder, uidvalidity,
                               (select coalesce(sum(upper(r) - lower(r)), 0)
                                from unnest(seen) as r) as seen,
                               (select coalesce(sum(upper(r) - lower(r)), 0)
                                from unnest(captured) as r) as captured,
                               (select coalesce(sum(upper(r) - lower(r)), 0)
                                from unnest(excluded) as r) as excluded,
                               (select coalesce(sum(upper(r) - lower(r)), 0)
                                from unnest(seen - captured - excluded - failed - gone) as r)
                                   as pending,
                               (select coalesce(sum(upper(r) - lower(r)), 0)
                                from unnest(failed) as r) as failed
                        from ledger where mailbox_id = :mailbox
                        order by folder, uidvalidity
                        """)
                .param("mailbox", mailbox)
                .query(
                        (row, number) ->
                                new Folder(
                                        row.getString("folder"),
                                        row.getLong("uidvalidity"),
                                        row.getLong("seen"),
                                        row.getLong("captured"),
                                        row.getLong("excluded"),
                                        row.getLong("pending"),
                                        row.getLong("failed")))
                .list();
    }
}
