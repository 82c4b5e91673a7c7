package org.tapline.proxy.imap;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.Place;
import org.tapline.proxy.capture.Assembly;
import org.tapline.proxy.conversation.Effects;

/// The folder that answers speak of (RFC 9051 §3.3), with what is known of its messages.
final class SelectedFolder {
    private @Nullable String name;
    private long uidValidity;
    private final SequenceMap sequence;
    private final Assembly assembly;

    SelectedFolder(ImapLimits limits) {
        sequence = new SequenceMap(limits.sequenceNumbers());
        assembly = new Assembly(limits.waitingPieces());
    }

    /// SELECT or EXAMINE begins: the folder before is closed, whatever the outcome (RFC 9051
    /// §6.3.2), and answers speak of the new one from here on.
    void begin(String folder, Effects effects) {
        close(effects);
        name = folder;
    }

    /// No folder is selected.
    void close(Effects effects) {
        name = null;
        uidValidity = 0;
        sequence.clear();
        assembly.clear(effects);
    }

    /// Another UIDVALIDITY makes every UID known a stranger (RFC 9051 §2.3.1.1).
    void uidValidity(long value, Effects effects) {
        if (uidValidity != 0 && uidValidity != value) {
            sequence.clear();
            assembly.clear(effects);
        }
        uidValidity = value;
    }

    Optional<String> name() {
        return Optional.ofNullable(name);
    }

    SequenceMap sequence() {
        return sequence;
    }

    Assembly assembly() {
        return assembly;
    }

    /// Where a message lies; empty without a folder.
    ///
    /// @param uid 0 when not known
    Optional<Place> place(long uid) {
        return name().map(folder -> new Place(folder, uidValidity, uid));
    }

    /// The key of a message for its pieces.
    static long key(long sequenceNumber, long uid) {
        return uid > 0 ? uid : -sequenceNumber;
    }
}
