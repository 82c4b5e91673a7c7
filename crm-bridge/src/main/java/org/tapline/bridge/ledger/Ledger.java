package org.tapline.bridge.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
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

    /// Enters one observation of a message.
    ///
    /// @param at when it was observed
    public void enter(long mailbox, List<Place> places, Entry entry, Instant at) {
        for (Place place : places) {
            if (place.uid() > 0 && place.uidValidity() > 0) {
                enterUid(mailbox, place, entry);
            }
        }
        countDay(mailbox, entry, at);
    }

    private void enterUid(long mailbox, Place place, Entry entry) {
        database.jdbc()
                .sql(
                        """
                        insert into ledger as l
                            (mailbox_id, folder, uidvalidity, seen, captured, excluded, failed)
                        select :mailbox, :folder, :uidvalidity, one,
                               case when :entry = 'CAPTURED' then one else '{}' end,
                               case when :entry = 'EXCLUDED' then one else '{}' end,
                               case when :entry = 'FAILED' then one else '{}' end
                        from (select int8multirange(int8range(:uid, :uid, '[]')) as one) as u
                        on conflict (mailbox_id, folder, uidvalidity) do update set
                            seen = l.seen + excluded.seen,
                            captured = l.captured + excluded.captured,
                            excluded = l.excluded + excluded.excluded - l.captured
                                       - excluded.captured,
                            failed = l.failed + excluded.failed
                                     - (l.captured + excluded.captured)
                                     - (l.excluded + excluded.excluded)
                        """)
                .param("mailbox", mailbox)
                .param("folder", Columns.key(place.folder()))
                .param("uidvalidity", place.uidValidity())
                .param("uid", place.uid())
                .param("entry", entry.name())
                .update();
    }

    private void countDay(long mailbox, Entry entry, Instant at) {
        LocalDate day = at.atZone(ZoneOffset.UTC).toLocalDate();
        database.jdbc()
                .sql(
                        """
                        insert into ledger_day as d (mailbox_id, day, seen, captured, excluded, failed)
                        values (:mailbox, :day, 1, :captured, :excluded, :failed)
                        on conflict (mailbox_id, day) do update set
                            seen = d.seen + 1,
                            captured = d.captured + excluded.captured,
                            excluded = d.excluded + excluded.excluded,
                            failed = d.failed + excluded.failed
                        """)
                .param("mailbox", mailbox)
                .param("day", day)
                .param("captured", entry == Entry.CAPTURED ? 1 : 0)
                .param("excluded", entry == Entry.EXCLUDED ? 1 : 0)
                .param("failed", entry == Entry.FAILED ? 1 : 0)
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
