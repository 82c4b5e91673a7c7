package org.tapline.bridge.policy;

import java.util.Set;

/// One choice an administrator has.
///
/// @param name as on the command line: `contacts.create`
/// @param standard the value when nobody set one
/// @param syntax how values are written
/// @param levels where it may be set; never [Level#DEFAULT]
/// @param text what it does, one sentence for `policy show` and the documentation
/// @param <T> type of the values
public record PolicyKey<T>(
        String name, T standard, Syntax<T> syntax, Set<Level> levels, String text) {
    public PolicyKey {
        levels = Set.copyOf(levels);
    }

    /// The default as an administrator would write it.
    public String standardText() {
        return syntax.writer().apply(standard);
    }

    @Override
    public String toString() {
        return name;
    }
}
