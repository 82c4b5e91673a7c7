package org.tapline.bridge.intake;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Columns for `unnest`: one text of each of several rows.
record Texts<T>(List<T> rows) {

    @Nullable String[] of(Function<T, @Nullable String> text) {
        @Nullable String[] column = new String[rows.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = text.apply(rows.get(i));
        }
        return column;
    }
}
