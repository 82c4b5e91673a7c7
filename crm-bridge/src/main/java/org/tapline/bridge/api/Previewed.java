package org.tapline.bridge.api;

import java.util.List;
import org.tapline.bridge.policy.Level;
import org.tapline.bridge.policy.Preview.Effect;
import org.tapline.bridge.preview.Rehearsal;

/// What a change would do, as it is answered.
///
/// @param value the one that would hold
/// @param origin where it would come from
/// @param text the counts in words
/// @param complete whether every stored message was looked at
/// @param unknown excluded messages of which too little is kept to tell
record Previewed(
        String key,
        String value,
        String origin,
        String text,
        long examined,
        boolean complete,
        long added,
        long removed,
        long hidden,
        long shown,
        long unknown,
        List<String> contacts,
        List<Rehearsal.Line> messages) {

    static Previewed of(String key, String value, Level level, Rehearsal.Outcome outcome) {
        long added = outcome.effects().getOrDefault(Effect.ADDED, 0L);
        long removed = outcome.effects().getOrDefault(Effect.REMOVED, 0L);
        long hidden = outcome.effects().getOrDefault(Effect.HIDDEN, 0L);
        long shown = outcome.effects().getOrDefault(Effect.SHOWN, 0L);
        String scale =
                outcome.complete()
                        ? "all %d messages"
                        : "the newest %d messages (there are older ones; --all looks at them, too)";
        String text =
                ("Of "
                                + scale
                                + ", %d would be added when they are seen again, %d removed,"
                                + " %d hidden, %d shown.")
                        .formatted(outcome.examined(), added, removed, hidden, shown);
        String open =
                outcome.unknown() == 0
                        ? ""
                        : " Of %d excluded ones too little is kept to tell."
                                .formatted(outcome.unknown());
        return new Previewed(
                key,
                value,
                level.label(),
                text + open,
                outcome.examined(),
                outcome.complete(),
                added,
                removed,
                hidden,
                shown,
                outcome.unknown(),
                outcome.contacts(),
                outcome.messages());
    }
}
