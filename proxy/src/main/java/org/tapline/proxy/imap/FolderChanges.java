package org.tapline.proxy.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tapline.journal.Place;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;

/// Notes what happens to messages seen before: moved, copied, gone.
final class FolderChanges {
    private final Session session;

    FolderChanges(Session session) {
        this.session = session;
    }

    /// `* n EXPUNGE` (RFC 9051 §7.5.1).
    void expunged(long sequenceNumber) {
        SelectedFolder folder = session.folder();
        long uid = folder.sequence().uid(sequenceNumber);
        folder.sequence().expunge(sequenceNumber);
        folder.assembly().forgetSequenceNumbers(session.effects());
        if (uid > 0) {
            folder.assembly().forget(uid, session.effects());
            folder.place(uid).ifPresent(place -> gone(List.of(place)));
        }
    }

    /// `* VANISHED [(EARLIER)] uids` (RFC 7162 §3.2.10); the cursor stands behind the word.
    void vanished(Cursor line) {
        SelectedFolder folder = session.folder();
        boolean earlier = line.takeWord("(EARLIER)");
        Optional<UidSet> read = UidSet.read(line);
        if (read.isEmpty()) {
            folder.sequence().clear();
            return;
        }
        UidSet uids = read.get();
        if (!earlier) {
            folder.sequence().vanished(uids);
            folder.assembly().forgetSequenceNumbers(session.effects());
        }
        if (uids.count() <= session.limits().uidsPerNote()) {
            gone(uids.uids().stream().flatMap(uid -> folder.place(uid).stream()).toList());
        }
    }

    private void gone(List<Place> places) {
        if (!places.isEmpty()) {
            session.effects().note(Way.IMAP_FETCH, new Sighting.Gone(places));
        }
    }

    /// `[COPYUID validity from to]` (RFC 4315 §3, RFC 6851 §4.3); the cursor stands behind the
    /// word.
    ///
    /// @param command the COPY or MOVE it answers
    void moved(Command command, Cursor line) {
        long uidValidity = line.takeNumber();
        line.take(' ');
        Optional<UidSet> from = UidSet.read(line);
        line.take(' ');
        Optional<UidSet> to = UidSet.read(line);
        if (uidValidity < 0
                || from.isEmpty()
                || to.isEmpty()
                || from.get().count() != to.get().count()
                || from.get().count() > session.limits().uidsPerNote()
                || !command.arguments().hasText(1)) {
            return;
        }
        String target =
                FolderName.decode(command.arguments().get(1).octets(), session.speaksUtf8());
        List<Place> sources = new ArrayList<>();
        for (long uid : from.get().uids()) {
            session.folder().place(uid).ifPresent(sources::add);
        }
        List<Place> targets =
                to.get().uids().stream().map(uid -> new Place(target, uidValidity, uid)).toList();
        if (sources.size() == targets.size()) {
            boolean move = command.name() == CommandName.MOVE;
            session.effects().note(Way.IMAP_FETCH, new Sighting.Moved(sources, targets, move));
        }
    }
}
