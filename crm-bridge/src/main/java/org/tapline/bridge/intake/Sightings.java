package org.tapline.bridge.intake;

import java.util.List;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.ledger.Ledger;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.journal.Observation;
import org.tapline.journal.Place;
import org.tapline.journal.Sighting;

/// Observations without a message: what happened to messages seen before. Takes part in the
/// caller's transaction.
///
/// A message that left a folder stays on the record: it may have been moved by somebody whom
/// nobody watched (DESIGN section 3).
final class Sightings {
    private final Database database;
    private final Ledger ledger;
    private final HandMarks marks;

    Sightings(Database database, Ledger ledger, HandMarks marks) {
        this.database = database;
        this.ledger = ledger;
        this.marks = marks;
    }

    void take(Mailboxes.Known mailbox, Observation observation) {
        switch (observation.sighting()) {
            case Sighting.Moved moved -> {
                moved(mailbox.id(), moved, observation);
                marks.moved(mailbox, moved, observation.at());
            }
            case Sighting.Gone gone -> gone(mailbox.id(), gone, observation);
            case Sighting.Flagged flagged -> {
                marks.flagged(mailbox, flagged, observation.at());
                flagged(mailbox.id(), flagged);
            }
            case Sighting.Message seen ->
                    throw new IllegalArgumentException("a message is filed: " + observation.id());
        }
    }

    private void moved(long mailbox, Sighting.Moved moved, Observation observation) {
        int pairs = Math.min(moved.from().size(), moved.to().size());
        for (int i = 0; i < pairs; i++) {
            copy(mailbox, moved.from().get(i), moved.to().get(i));
            ledger.copied(mailbox, moved.from().get(i), moved.to().get(i));
        }
        if (moved.move()) {
            leave(mailbox, moved.from(), observation);
        }
    }

    private void gone(long mailbox, Sighting.Gone gone, Observation observation) {
        leave(mailbox, gone.places(), observation);
    }

    private void flagged(long mailbox, Sighting.Flagged flagged) {
        database.jdbc()
                .sql(
                        """
                        update delivery set flags = :flags
                        where mailbox_id = :mailbox and folder = :folder
                          and uidvalidity = :uidvalidity and uid = :uid
                        """)
                .param("flags", flagged.flags().stream().map(Columns::text).toArray(String[]::new))
                .param("mailbox", mailbox)
                .param("folder", Columns.key(flagged.place().folder()))
                .param("uidvalidity", flagged.place().uidValidity())
                .param("uid", flagged.place().uid())
                .update();
    }

    private void copy(long mailbox, Place from, Place to) {
        database.jdbc()
                .sql(
                        """
                        insert into delivery
                            (message_id, mailbox_id, folder, uidvalidity, uid, way, direction, flags,
                             internal_date, provider_ids, envelope, certain, raw_sha256, raw_size,
                             session, observed_at, occurred_at)
                        select message_id, mailbox_id, :folder, :uidvalidity, :uid, way, direction,
                               flags, internal_date, provider_ids, envelope, certain, raw_sha256,
                               raw_size, session, observed_at, occurred_at
                        from delivery
                        where mailbox_id = :mailbox and folder = :fromFolder
                          and uidvalidity = :fromValidity and uid = :fromUid
                        on conflict do nothing
                        """)
                .param("mailbox", mailbox)
                .param("folder", Columns.key(to.folder()))
                .param("uidvalidity", to.uidValidity())
                .param("uid", to.uid())
                .param("fromFolder", Columns.key(from.folder()))
                .param("fromValidity", from.uidValidity())
                .param("fromUid", from.uid())
                .update();
    }

    private void leave(long mailbox, List<Place> places, Observation observation) {
        for (Place place : places) {
            database.jdbc()
                    .sql(
                            """
                            update delivery set gone_at = :at
                            where mailbox_id = :mailbox and folder = :folder
                              and uidvalidity = :uidvalidity and uid = :uid and gone_at is null
                            """)
                    .param("at", Columns.at(observation.at()))
                    .param("mailbox", mailbox)
                    .param("folder", Columns.key(place.folder()))
                    .param("uidvalidity", place.uidValidity())
                    .param("uid", place.uid())
                    .update();
        }
        ledger.gone(mailbox, places);
    }
}
