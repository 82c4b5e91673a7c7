package org.tapline.bridge.policy;

import java.util.Set;
import org.tapline.bridge.identity.AddressKey;

/// What one rule makes of a message.
public sealed interface Verdict {

    /// The sentence for `message explain`.
    String text();

    /// The rule has nothing against it.
    record Pass(String text) implements Verdict {}

    /// The message does not belong on the record.
    record Exclude(Reason reason, String text) implements Verdict {}

    /// It does, but not all of it, or not for everybody it names.
    ///
    /// @param leftOff addresses the message is not linked to
    record Restrict(Reason reason, Set<AddressKey> leftOff, String text) implements Verdict {
        public Restrict {
            leftOff = Set.copyOf(leftOff);
        }
    }
}
