package org.tapline.bridge.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.FolderRole;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.policy.Folder;
import org.tapline.bridge.policy.Mark;
import org.tapline.bridge.policy.Policies;
import org.tapline.journal.Place;
import org.tapline.journal.Sighting;

/// What somebody marks by hand after a message was filed or left out (FEATURES H12): a keyword that
/// is set or taken away, a move or copy into a folder. Takes part in the caller's transaction.
///
/// | the message is | marked private | marked for the CRM | the mark is taken away |
/// | --- | --- | --- | --- |
/// | recorded | set aside: nobody sees this mailbox's copy | nothing: it is there | seen again |
/// | left out | stays out | wanted: taken in when it is seen again | not wanted any more |
///
/// A message that is deleted is not unmarked: only a flag that is taken away, and a move out of the
/// private folder, bring it back.
final class HandMarks {
    private final Database database;
    private final PolicySettings settings;

    HandMarks(Database database, PolicySettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /// Which of the messages were left out and are wanted since.
    Set<Arrival> wanted(List<Arrival> messages) {
        Set<String> found = new HashSet<>();
        jdbc().sql(
                        """
                        select message_key || ' ' || mailbox_id from decision
                        where wanted_at is not null and message_key = any(:keys)
                        """)
                .param("keys", messages.stream().map(HandMarks::key).toArray(String[]::new))
                .query(
                        row -> {
                            found.add(row.getString(1));
                        });
        Set<Arrival> wanted = new HashSet<>();
        for (Arrival message : messages) {
            if (found.contains(key(message) + ' ' + message.mailbox().id())) {
                wanted.add(message);
            }
        }
        return wanted;
    }

    private static String key(Arrival message) {
        return Columns.key(message.key().value());
    }

    /// A message that is recorded was seen with a private mark. Where it lies is noted, so that it
    /// is known where the mark was once it is taken away.
    void seen(Arrival message, long id) {
        long mailbox = message.mailbox().id();
        int places =
                jdbc().sql(
                                """
                                insert into delivery
                                    (message_id, mailbox_id, folder, uidvalidity, uid, way, direction,
                                     flags, internal_date, provider_ids, envelope, certain,
                                     raw_sha256, raw_size, session, observed_at, wrapping,
                                     carrier_id, occurred_at)
                                select message_id, mailbox_id, :folder, :uidvalidity, :uid, :way,
                                       direction, :flags, internal_date, provider_ids, envelope,
                                       certain, raw_sha256, raw_size, session, :at, wrapping,
                                       carrier_id, occurred_at
                                from delivery
                                where message_id = :message and mailbox_id = :mailbox
                                order by observed_at limit 1
                                on conflict (message_id, mailbox_id, folder, uidvalidity, uid, way)
                                do update set flags = excluded.flags, gone_at = null
                                """)
                        .param("message", id)
                        .param("mailbox", mailbox)
                        .param("folder", place(message).map(HandMarks::folder).orElse(""))
                        .param("uidvalidity", place(message).map(Place::uidValidity).orElse(0L))
                        .param("uid", place(message).map(Place::uid).orElse(0L))
                        .param("way", message.observation().way().label())
                        .param("flags", texts(message.seen().flags()))
                        .param("at", Columns.at(message.observation().at()))
                        .update();
        if (places > 0) {
            setAside(mailbox, Set.of(id), message.observation().at());
        }
    }

    private static Optional<Place> place(Arrival message) {
        return message.seen().place();
    }

    /// The flags of a message have changed; those stored are still the ones before.
    void flagged(Mailboxes.Known mailbox, Sighting.Flagged flagged, Instant at) {
        Policies policies = policies(mailbox);
        Mark now = mark(flagged.place(), flagged.flags(), policies);
        List<Lying> before = lying(mailbox.id(), flagged.place());
        for (Lying each : before) {
            if (now == Mark.PRIVATE) {
                setAside(mailbox.id(), Set.of(each.message()), at);
            } else if (mark(flagged.place(), each.flags(), policies) == Mark.PRIVATE) {
                bringBack(mailbox.id(), each.message(), flagged.place(), policies);
            }
        }
        if (before.isEmpty()) {
            want(mailbox.id(), flagged.place(), flagged.place(), now == Mark.INCLUDED, at);
        }
    }

    /// Messages were moved or copied; their deliveries lie in the new place already.
    void moved(Mailboxes.Known mailbox, Sighting.Moved moved, Instant at) {
        Policies policies = policies(mailbox);
        int pairs = Math.min(moved.from().size(), moved.to().size());
        for (int i = 0; i < pairs; i++) {
            Place from = moved.from().get(i);
            Place to = moved.to().get(i);
            List<Lying> there = lying(mailbox.id(), to);
            for (Lying each : there) {
                if (mark(to, each.flags(), policies) == Mark.PRIVATE) {
                    setAside(mailbox.id(), Set.of(each.message()), at);
                } else if (moved.move() && mark(from, each.flags(), policies) == Mark.PRIVATE) {
                    bringBack(mailbox.id(), each.message(), from, policies);
                }
            }
            if (there.isEmpty()) {
                Mark now = mark(to, List.of(), policies);
                if (moved.move() || now == Mark.INCLUDED) {
                    want(mailbox.id(), from, to, now == Mark.INCLUDED, at);
                }
            }
        }
    }

    private Policies policies(Mailboxes.Known mailbox) {
        return settings.effective(mailbox.user(), Optional.of(mailbox.id()));
    }

    private static Mark mark(Place place, List<String> flags, Policies policies) {
        Optional<FolderRole> use = place.use().flatMap(each -> FolderRole.named(each.label()));
        return Mark.of(Set.copyOf(flags), Optional.of(Folder.of(place.folder(), use)), policies);
    }

    private record Lying(long message, List<String> flags) {}

    private List<Lying> lying(long mailbox, Place place) {
        return jdbc().sql(
                        """
                        select message_id, flags from delivery
                        where mailbox_id = :mailbox and folder = :folder
                          and uidvalidity = :uidvalidity and uid = :uid
                        order by message_id
                        """)
                .param("mailbox", mailbox)
                .param("folder", folder(place))
                .param("uidvalidity", place.uidValidity())
                .param("uid", place.uid())
                .query(
                        (row, number) ->
                                new Lying(
                                        row.getLong("message_id"),
                                        List.of(Columns.texts(row, "flags"))))
                .list();
    }

    private void setAside(long mailbox, Set<Long> messages, Instant at) {
        jdbc().sql(
                        """
                        insert into set_aside (message_id, mailbox_id, at)
                        select m.id, :mailbox, :at from unnest(:messages::bigint[]) as m(id)
                        order by m.id
                        on conflict do nothing
                        """)
                .param("messages", messages.toArray(Long[]::new))
                .param("mailbox", mailbox)
                .param("at", Columns.at(at))
                .update();
    }

    /// One private mark is gone; the message is seen again unless it bears another one.
    private void bringBack(long mailbox, long message, Place unmarked, Policies policies) {
        List<Mark> left = new ArrayList<>();
        jdbc().sql(
                        """
                        select folder, flags from delivery
                        where message_id = :message and mailbox_id = :mailbox and gone_at is null
                          and (folder, uidvalidity, uid) <> (:folder, :uidvalidity, :uid)
                        """)
                .param("message", message)
                .param("mailbox", mailbox)
                .param("folder", folder(unmarked))
                .param("uidvalidity", unmarked.uidValidity())
                .param("uid", unmarked.uid())
                .query(
                        row -> {
                            left.add(
                                    Mark.of(
                                            Set.of(Columns.texts(row, "flags")),
                                            Optional.of(Folder.of(row.getString("folder"))),
                                            policies));
                        });
        if (!left.contains(Mark.PRIVATE)) {
            jdbc().sql(
                            """
                            delete from set_aside
                            where message_id = :message and mailbox_id = :mailbox
                            """)
                    .param("message", message)
                    .param("mailbox", mailbox)
                    .update();
        }
    }

    /// An excluded message has a new mark, or a new place.
    private void want(long mailbox, Place from, Place to, boolean wanted, Instant at) {
        jdbc().sql(
                        """
                        update decision set
                            folder = :toFolder, uidvalidity = :toValidity, uid = :toUid,
                            wanted_at = case when :wanted then coalesce(wanted_at, :at) end
                        where outcome = 'excluded' and mailbox_id = :mailbox
                          and folder = :folder and uidvalidity = :uidvalidity and uid = :uid
                        """)
                .param("mailbox", mailbox)
                .param("folder", folder(from))
                .param("uidvalidity", from.uidValidity())
                .param("uid", from.uid())
                .param("toFolder", folder(to))
                .param("toValidity", to.uidValidity())
                .param("toUid", to.uid())
                .param("wanted", wanted)
                .param("at", Columns.at(at))
                .update();
    }

    private static String folder(Place place) {
        return Columns.key(place.folder());
    }

    private static String[] texts(List<String> flags) {
        return flags.stream().map(Columns::text).toArray(String[]::new);
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
