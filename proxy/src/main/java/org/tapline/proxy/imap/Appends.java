package org.tapline.proxy.imap;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tapline.journal.Place;
import org.tapline.journal.Sighting;
import org.tapline.journal.Sighting.DirectionHint;
import org.tapline.journal.Way;

/// Commits what the client handed in, once the upstream has taken it.
final class Appends {
    private static final String CODE = "[APPENDUID ";

    private final Session session;

    Appends(Session session) {
        this.session = session;
    }

    /// `[APPENDUID validity uids]` (RFC 4315 §3); the cursor stands at the text.
    void place(Command command, Cursor line) {
        Optional<Appending> appending = command.appending();
        if (appending.isEmpty() || !line.startsWith(CODE)) {
            return;
        }
        line.moveTo(line.position() + CODE.length());
        long uidValidity = line.takeNumber();
        line.take(' ');
        UidSet.read(line)
                .filter(uids -> uids.count() == appending.get().messages().size())
                .filter(uids -> uidValidity > 0)
                .map(uids -> new Appending.UidPlace(uidValidity, uids))
                .ifPresent(appending.get()::place);
    }

    /// To the journal with every message; the client's answer waits until the last is durable.
    void commit(Command command) {
        command.appending().ifPresent(this::commit);
    }

    private void commit(Appending appending) {
        String folder = FolderName.decode(appending.folder(), session.speaksUtf8());
        Optional<Appending.UidPlace> placed = appending.place();
        List<Long> uids = placed.map(known -> known.uids().uids()).orElse(List.of());
        int index = 0;
        for (Appending.Handed message : appending.messages()) {
            long uid = index < uids.size() ? uids.get(index) : 0;
            long uidValidity = placed.map(Appending.UidPlace::uidValidity).orElse(0L);
            Place place = new Place(folder, uidValidity, uid);
            int commit =
                    session.effects()
                            .commit(Way.IMAP_APPEND, sighting(message, place), message.piece());
            index++;
            if (index == appending.messages().size()) {
                session.effects().holdClientUntilDurable(commit);
            }
        }
    }

    /// A copy put into a folder for sent mail is one the user wrote.
    private static Sighting.Message sighting(Appending.Handed message, Place place) {
        boolean sent = place.folder().toLowerCase(Locale.ROOT).contains("sent");
        return new Sighting.Message(
                sent ? DirectionHint.OUTBOUND : DirectionHint.UNKNOWN,
                Optional.of(place),
                message.flags(),
                message.internalDate(),
                Map.of(),
                Optional.empty(),
                true);
    }

    /// The upstream did not take it.
    void discard(Command command) {
        command.appending()
                .ifPresent(
                        appending ->
                                appending
                                        .messages()
                                        .forEach(
                                                message ->
                                                        session.effects()
                                                                .discard(message.piece())));
    }
}
