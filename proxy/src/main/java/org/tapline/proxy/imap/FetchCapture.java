package org.tapline.proxy.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tapline.journal.Place;
import org.tapline.journal.Sighting;
import org.tapline.journal.Sighting.DirectionHint;
import org.tapline.journal.Way;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.LossReason;

/// Captures what one FETCH answer carries: opens a piece for each content, and once the answer is
/// complete gives it to the journal or to the assembly.
final class FetchCapture implements FetchReader.Contents {
    private final Session session;
    private final FetchReader reader;
    private final List<Content> contents = new ArrayList<>();
    private long sequenceNumber;
    private boolean byUid;
    private int running = -1;

    private record Content(Section section, long length, int piece) {}

    FetchCapture(Session session) {
        this.session = session;
        reader = new FetchReader(session.limits().nesting());
    }

    /// `* n FETCH` or, with UIDONLY (RFC 9586 §3.3), `* uid UIDFETCH`.
    void begin(long number, boolean uidFetch) {
        abandon(session.effects());
        reader.begin();
        sequenceNumber = number;
        byUid = uidFetch;
    }

    FetchReader reader() {
        return reader;
    }

    @Override
    public void string(Section section, byte[] octets) {
        if (octets.length == 0 && section instanceof Section.Whole) {
            return;
        }
        int piece = session.effects().openPiece(octets.length);
        session.effects().keep(piece, octets, 0, octets.length);
        contents.add(new Content(section, octets.length, piece));
    }

    /// Octets of the literal that is announced at the end of this line.
    long announced(Cursor line) {
        return LiteralMark.at(line.octets(), line.position(), line.end()).size();
    }

    /// A literal of content begins.
    void literal(Section section, long size) {
        if (size == 0 && section instanceof Section.Whole) {
            return;
        }
        running = session.effects().openPiece(size);
        contents.add(new Content(section, size, running));
    }

    /// Octets of the running literal; nothing when it is no content.
    void keep(int from, int to) {
        if (running >= 0) {
            session.effects().keep(running, from, to);
        }
    }

    void literalDone() {
        running = -1;
    }

    /// The answer is complete.
    void finish() {
        Effects effects = session.effects();
        if (!reader.complete()) {
            abandon(effects);
            return;
        }
        long uid = learn();
        boolean content = !contents.isEmpty();
        for (Content found : List.copyOf(contents)) {
            take(found, uid, effects);
        }
        contents.clear();
        if (!content && uid > 0) {
            flagged(uid);
        }
    }

    private long learn() {
        SequenceMap sequence = session.folder().sequence();
        if (byUid) {
            return sequenceNumber;
        }
        if (reader.uid() > 0) {
            sequence.learn(sequenceNumber, reader.uid());
        }
        if (reader.size() >= 0) {
            sequence.learnSize(sequenceNumber, reader.size());
        }
        return reader.uid() > 0 ? reader.uid() : sequence.uid(sequenceNumber);
    }

    private void take(Content found, long uid, Effects effects) {
        long key = SelectedFolder.key(sequenceNumber, uid);
        var assembly = session.folder().assembly();
        Optional<int[]> whole =
                switch (found.section()) {
                    case Section.Whole all -> {
                        assembly.forget(key, effects);
                        yield Optional.of(new int[] {found.piece()});
                    }
                    case Section.Header header -> assembly.half(key, true, found.piece(), effects);
                    case Section.Text text -> assembly.half(key, false, found.piece(), effects);
                    case Section.Slice slice ->
                            assembly.slice(
                                    key,
                                    slice.first(),
                                    found.length(),
                                    endsMessage(slice, found.length()),
                                    size(),
                                    found.piece(),
                                    effects);
                };
        whole.ifPresent(pieces -> effects.commit(Way.IMAP_FETCH, sighting(uid), pieces));
    }

    /// Less than was asked for: the message ends here (RFC 9051 §6.4.5).
    private boolean endsMessage(Section.Slice slice, long length) {
        return session.open()
                .slice(slice.first())
                .filter(asked -> length < asked.count())
                .isPresent();
    }

    private long size() {
        if (reader.size() >= 0) {
            return reader.size();
        }
        return byUid ? -1 : session.folder().sequence().size(sequenceNumber);
    }

    private Sighting.Message sighting(long uid) {
        Optional<Place> place = session.folder().place(uid);
        return new Sighting.Message(
                place.map(known -> session.uses().direction(known.folder()))
                        .orElse(DirectionHint.UNKNOWN),
                place,
                reader.flags().orElse(List.of()),
                reader.internalDate().flatMap(InternalDate::parse),
                reader.providerIds(),
                Optional.empty(),
                true);
    }

    /// Flags the client did not just ask for: someone has changed them. Of those it asked for, only
    /// news about marks by hand: they may have been set by another client, or silently (RFC 9051
    /// §6.4.6).
    private void flagged(long uid) {
        boolean remarked =
                reader.flags().filter(flags -> session.folder().remarked(uid, flags)).isPresent();
        boolean asked =
                session.open()
                        .oldest()
                        .map(Command::name)
                        .filter(
                                name ->
                                        name == CommandName.FETCH
                                                || name == CommandName.SELECT
                                                || name == CommandName.EXAMINE)
                        .isPresent();
        if (asked && !remarked) {
            return;
        }
        reader.flags()
                .ifPresent(
                        flags ->
                                session.folder()
                                        .place(uid)
                                        .ifPresent(
                                                place ->
                                                        session.effects()
                                                                .note(
                                                                        Way.IMAP_FETCH,
                                                                        new Sighting.Flagged(
                                                                                place, flags))));
    }

    /// The answer will not be completed.
    void abandon(Effects effects) {
        contents.forEach(content -> effects.discard(content.piece()));
        contents.clear();
        running = -1;
    }

    /// The connection ends in the middle of a content.
    void interrupted(Effects effects) {
        if (running >= 0) {
            effects.lost(LossReason.CONNECTION);
        }
        abandon(effects);
    }
}
