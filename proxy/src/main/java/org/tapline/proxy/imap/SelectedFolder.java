package org.tapline.proxy.imap;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.Place;
import org.tapline.proxy.capture.Assembly;
import org.tapline.proxy.conversation.Effects;

/// The folder that answers speak of (RFC 9051 §3.3), with what is known of its messages.
final class SelectedFolder {
    private final FolderUses uses;
    private @Nullable String name;
    private long uidValidity;
    private final SequenceMap sequence;
    private final Assembly assembly;

    /// UIDs whose flags said last that somebody marked them by hand.
    private final Set<Long> marked = new HashSet<>();

    private final int mostMarked;

    SelectedFolder(ImapLimits limits, FolderUses uses) {
        this.uses = uses;
        sequence = new SequenceMap(limits.sequenceNumbers());
        assembly = new Assembly(limits.waitingPieces());
        mostMarked = limits.uidsPerNote();
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
        marked.clear();
        sequence.clear();
        assembly.clear(effects);
    }

    /// Another UIDVALIDITY makes every UID known a stranger (RFC 9051 §2.3.1.1).
    void uidValidity(long value, Effects effects) {
        if (uidValidity != 0 && uidValidity != value) {
            marked.clear();
            sequence.clear();
            assembly.clear(effects);
        }
        uidValidity = value;
    }

    /// Whether these flags say another thing than the last ones about marks by hand. At first
    /// nothing is known: a message without a mark is no news then.
    boolean remarked(long uid, List<String> flags) {
        if (flags.stream().noneMatch(Flag::marksByHand)) {
            return marked.remove(uid);
        }
        return marked.size() < mostMarked && marked.add(uid);
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
        return name().map(folder -> new Place(folder, uidValidity, uid, uses.of(folder)));
    }

    /// The key of a message for its pieces.
    static long key(long sequenceNumber, long uid) {
        return uid > 0 ? uid : -sequenceNumber;
    }
}
