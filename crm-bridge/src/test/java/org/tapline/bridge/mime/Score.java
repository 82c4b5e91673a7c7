package org.tapline.bridge.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Counts how often what was read is what a corpus expects, prints every difference, and holds the
/// reached score as a floor.
public final class Score {
    private static final int SHOWN = 160;

    private final String set;
    private int compared;
    private int equal;

    public Score(String set) {
        this.set = set;
    }

    public void compare(
            String file, String what, @Nullable Object expected, @Nullable Object actual) {
        compared++;
        if (Objects.equals(expected, actual)) {
            equal++;
            return;
        }
        System.out.println(
                set
                        + " DIFF "
                        + file
                        + " "
                        + what
                        + "\n   expected "
                        + shown(expected)
                        + "\n   actual   "
                        + shown(actual));
    }

    private static String shown(@Nullable Object value) {
        String text = String.valueOf(value).replace("\n", "\\n").replace("\r", "\\r");
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    }

    /// Prints the score and fails when it is lower than it once was.
    public void atLeast(int floor) {
        System.out.println(
                "SCORE "
                        + set
                        + ": "
                        + equal
                        + " of "
                        + compared
                        + " equal, "
                        + (compared - equal)
                        + " differ");
        assertThat(equal)
                .as("equal results in %s, of %s", set, compared)
                .isGreaterThanOrEqualTo(floor);
    }
}
