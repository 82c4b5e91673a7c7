package org.tapline.bridge.forwards;

import java.util.List;
import java.util.Optional;

/// The first mark in a text that introduces an older mail.
///
/// @param mark its sort
/// @param certainty how sure it is that it stands above a forward
/// @param at the line where the comment of the forwarder ends
/// @param depth quote marks before it
/// @param block the fields under it; none for an introduction
/// @param said what an introduction says
/// @param finnish its words are Finnish
record FirstMark(
        Forwarded.Mark mark,
        Certainty certainty,
        int at,
        int depth,
        HeaderBlock block,
        Optional<Introduction.Said> said,
        boolean finnish) {

    /// Whether a mark stands above a forward.
    enum Certainty {
        /// It stands above forwards only.
        CERTAIN,
        /// It stands above answers too, which have a subject: `Re: ...` at least.
        WITHOUT_SUBJECT,
        /// It stands above answers as often.
        OPEN
    }

    /// The first mark, or nothing when there is none, or when the first is that of an answer.
    static Optional<FirstMark> find(List<String> lines) {
        return new MarkSearch(lines).run();
    }
}
