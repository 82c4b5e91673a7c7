package org.tapline.bridge.forwards;

import java.util.Optional;

/// The first brackets in a line that hold an address: `<a@b>`, `[a@b]`, `(a@b)`, `(<a@b>)`.
///
/// @param open position of the outermost opening bracket
/// @param close position of the outermost closing bracket
/// @param inside the address
record Bracket(int open, int close, String inside) {
    private static final String OPEN = "<[(";
    private static final String CLOSE = ">])";

    static Optional<Bracket> first(String line) {
        int open = -1;
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            if (OPEN.indexOf(c) >= 0) {
                open = at;
            } else if (CLOSE.indexOf(c) >= 0 && open >= 0) {
                String inside = line.substring(open + 1, at);
                int sign = inside.indexOf('@');
                if (sign > 0 && inside.indexOf(' ') < 0) {
                    boolean second =
                            open > 0
                                    && line.charAt(open - 1) == '('
                                    && at + 1 < line.length()
                                    && line.charAt(at + 1) == ')';
                    return Optional.of(
                            new Bracket(second ? open - 1 : open, second ? at + 1 : at, inside));
                }
                open = -1;
            }
        }
        return Optional.empty();
    }
}
