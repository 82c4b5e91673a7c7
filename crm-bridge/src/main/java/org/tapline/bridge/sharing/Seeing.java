package org.tapline.bridge.sharing;

import java.util.Set;
import org.tapline.bridge.privacy.Sight;

/// How much a viewer sees of one message.
///
/// @param sight of the message
/// @param blindCopies whether the viewer may know of blind copies: they belong to the sender's copy
/// @param mailboxes ids of the mailboxes whose copy the viewer may know of
/// @param open ids of the mailboxes whose copy the viewer may read in full
public record Seeing(Sight sight, boolean blindCopies, Set<Long> mailboxes, Set<Long> open) {
    public Seeing {
        mailboxes = Set.copyOf(mailboxes);
        open = Set.copyOf(open);
    }

    /// Whether at least this much is seen.
    public boolean atLeast(Sight wanted) {
        return sight.atLeast(wanted);
    }
}
