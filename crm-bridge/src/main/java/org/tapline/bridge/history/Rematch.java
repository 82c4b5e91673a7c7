package org.tapline.bridge.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.jobs.Jobs;
import org.tapline.bridge.jobs.Progress;
import org.tapline.bridge.jobs.Work;

/// Finds the stored messages of addresses whose owner changed.
public final class Rematch implements Work.Kind {
    /// Addresses of a piece that have few messages: most of an import has none.
    private static final int ADDRESSES = 200;

    /// An address with more messages is done by itself.
    private static final int FEW = 500;

    /// Messages of a piece of such an address.
    private static final int PIECE = 5_000;

    private final Database database;
    private final Jobs jobs;

    public Rematch(Database database, Jobs jobs) {
        this.database = database;
        this.jobs = jobs;
    }

    @Override
    public String name() {
        return "rematch";
    }

    /// Enters a job; takes part in the caller's transaction.
    ///
    /// @param subject `contact 12`
    /// @param keys addresses as they are compared now
    public long enter(String subject, Collection<String> keys) {
        long job = jobs.enter(name(), subject, Duration.ZERO);
        add(job, keys);
        return job;
    }

    /// Enters a job for the addresses that an import brought.
    public long enterImported(String subject, long importJob) {
        long job = jobs.enter(name(), subject, Duration.ZERO);
        jdbc().sql(
                        """
                        with added as (
                            insert into rematch_address (job_id, address_key)
                            select :job, address_key from contact_import_address
                            where job_id = :import returning 1)
                        update job set total = (select count(*) from added) where id = :job
                        """)
                .param("job", job)
                .param("import", importJob)
                .update();
        return job;
    }

    private void add(long job, Collection<String> keys) {
        jdbc().sql(
                        """
                        with added as (
                            insert into rematch_address (job_id, address_key)
                            select distinct :job::bigint, k.key from unnest(:keys::text[]) as k(key)
                            on conflict do nothing returning 1)
                        update job set total = total + (select count(*) from added) where id = :job
                        """)
                .param("job", job)
                .param("keys", keys.toArray(String[]::new))
                .update();
    }

    @Override
    public Work open(long job, Progress from) {
        return before -> piece(job, before);
    }

    /// Where a job is.
    ///
    /// @param key the address that was done last, or that is being done
    /// @param within the place among its messages; absent: it is done
    private record Place(String key, Optional<Within> within) {
        private record Within(Instant at, long id) {}

        static Place parse(String text) {
            if (text.isEmpty()) {
                return new Place("", Optional.empty());
            }
            String[] parts = text.split(" ", 3);
            return new Place(
                    parts[2],
                    parts[0].equals("-")
                            ? Optional.empty()
                            : Optional.of(
                                    new Within(Instant.parse(parts[0]), Long.parseLong(parts[1]))));
        }

        String text() {
            return within.map(each -> each.at() + " " + each.id()).orElse("- -") + " " + key;
        }
    }

    private record Size(String key, int messages) {}

    private Progress piece(long job, Progress before) {
        Place place = Place.parse(before.place());
        if (place.within().isPresent()) {
            return page(place.key(), place.within(), before);
        }
        List<Size> next = next(job, place.key());
        if (next.isEmpty()) {
            jdbc().sql("delete from rematch_address where job_id = :job")
                    .param("job", job)
                    .update();
            return new Progress(before.done(), before.done(), before.found(), "", true);
        }
        if (next.getFirst().messages() > FEW) {
            return page(next.getFirst().key(), Optional.empty(), before);
        }
        List<String> few = new ArrayList<>();
        int found = 0;
        for (Size size : next) {
            if (size.messages() > FEW) {
                break;
            }
            few.add(size.key());
            found += size.messages();
        }
        if (found > 0) {
            tell(few);
        }
        return new Progress(
                before.total(),
                before.done() + few.size(),
                before.found() + found,
                new Place(few.getLast(), Optional.empty()).text(),
                false);
    }

    /// The next addresses, with the number of their messages as far as it is small.
    private List<Size> next(long job, String behind) {
        return jdbc().sql(
                        """
                        select k.address_key, n.messages
                        from (select address_key from rematch_address
                              where job_id = :job and address_key > :behind
                              order by address_key limit :addresses) as k
                        cross join lateral
                            (select count(*) as messages from
                                (select from participant p
                                 where coalesce(p.folded_key, p.address_key) = k.address_key
                                   and p.linked
                                 group by p.occurred_at, p.message_id limit :few + 1) as m) as n
                        order by k.address_key
                        """)
                .param("job", job)
                .param("behind", behind)
                .param("addresses", ADDRESSES)
                .param("few", FEW)
                .query((row, number) -> new Size(row.getString(1), row.getInt(2)))
                .list();
    }

    private void tell(List<String> keys) {
        jdbc().sql(
                        """
                        insert into event (type, payload)
                        select 'contact.matched',
                               jsonb_build_object(
                                   'contact_id', o.contact_id,
                                   'message_ids', jsonb_agg(distinct p.message_id))
                        from unnest(:keys::text[]) as k(key)
                        join participant p
                             on coalesce(p.folded_key, p.address_key) = k.key and p.linked
                        cross join lateral
                            (select a.contact_id from contact_address a
                             where coalesce(a.folded_key, a.address_key) = k.key
                             order by a.is_primary desc, a.contact_id limit 1) as o
                        group by k.key, o.contact_id
                        """)
                .param("keys", keys.toArray(String[]::new))
                .update();
    }

    private record Found(Instant at, long id) {}

    private Progress page(String key, Optional<Place.Within> after, Progress before) {
        List<Found> found =
                jdbc().sql(
                                """
                                select occurred_at, message_id from participant
                                where coalesce(folded_key, address_key) = :key and linked
                                  and (occurred_at, message_id)
                                      < (coalesce(:at::timestamptz, 'infinity'), :id)
                                group by occurred_at, message_id
                                order by occurred_at desc, message_id desc limit :piece
                                """)
                        .param("key", key)
                        .param(
                                "at",
                                Columns.at(after.map(Place.Within::at)),
                                java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("id", after.map(Place.Within::id).orElse(Long.MAX_VALUE))
                        .param("piece", PIECE)
                        .query(
                                (row, number) ->
                                        new Found(
                                                Columns.instant(row, "occurred_at"),
                                                row.getLong("message_id")))
                        .list();
        if (!found.isEmpty()) {
            jdbc().sql(
                            """
                            insert into event (type, payload)
                            select 'contact.matched',
                                   jsonb_build_object('contact_id', a.contact_id,
                                                      'message_ids', to_jsonb(:ids::bigint[]))
                            from contact_address a
                            where coalesce(a.folded_key, a.address_key) = :key
                            order by a.is_primary desc, a.contact_id limit 1
                            """)
                    .param("key", key)
                    .param("ids", found.stream().map(Found::id).toArray(Long[]::new))
                    .update();
        }
        boolean more = found.size() == PIECE;
        Optional<Place.Within> within =
                more
                        ? Optional.of(new Place.Within(found.getLast().at(), found.getLast().id()))
                        : Optional.empty();
        return new Progress(
                before.total(),
                before.done() + (more ? 0 : 1),
                before.found() + found.size(),
                new Place(key, within).text(),
                false);
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
