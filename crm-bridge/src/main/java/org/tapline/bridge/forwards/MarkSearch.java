package org.tapline.bridge.forwards;

import static org.tapline.bridge.forwards.FirstMark.Certainty.CERTAIN;
import static org.tapline.bridge.forwards.FirstMark.Certainty.OPEN;
import static org.tapline.bridge.forwards.FirstMark.Certainty.WITHOUT_SUBJECT;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.forwards.FirstMark.Certainty;

/// Looks for the first mark, line by line. Each line costs a bounded number of looks.
final class MarkSearch {
    /// Longer lines are prose.
    private static final int LONGEST_INTRODUCTION = 400;

    /// An introduction is wrapped over at most so many lines.
    private static final int WRAPPED = 3;

    /// Open-Xchange writes ten dashes above "Original Message" of a forward, Outlook five above
    /// that of a forward or an answer.
    private static final int FORWARD_RULE = 8;

    /// Outlook writes 32 underscores.
    private static final int SHORTEST_RULE = 10;

    private final List<String> lines;
    private final Marks marks = Marks.standard();

    MarkSearch(List<String> lines) {
        this.lines = lines;
    }

    Optional<FirstMark> run() {
        for (int at = 0; at < lines.size(); at++) {
            String line = TextLines.bare(lines.get(at));
            if (line.isEmpty()) {
                continue;
            }
            Optional<FirstMark> mark = separator(line, at);
            if (mark.isEmpty()) {
                mark = block(line, at);
            }
            if (mark.isEmpty() && endsWithColon(line)) {
                mark = introduction(at);
                if (mark.isEmpty() && introducesAnswer(at)) {
                    return Optional.empty();
                }
            }
            if (mark.isPresent()) {
                return mark;
            }
        }
        return Optional.empty();
    }

    /// A line that says "forwarded message" or the like, with a header block directly under it or
    /// in the rest of the line.
    private Optional<FirstMark> separator(String line, int at) {
        Optional<Dashed> dashed = Dashed.of(line);
        if (dashed.isPresent()) {
            String words = dashed.get().words();
            boolean forward = marks.words("dashed").contains(words);
            if (!forward && !marks.words("original").contains(words)) {
                return Optional.empty();
            }
            HeaderBlock block =
                    dashed.get().rest().isEmpty()
                            ? HeaderBlock.read(lines, at + 1)
                            : OneLineBlock.read(dashed.get().rest(), at + 1);
            return forward
                    ? above(Forwarded.Mark.SEPARATOR, CERTAIN, at, block)
                    : above(
                            Forwarded.Mark.ORIGINAL,
                            dashed.get().dashes() >= FORWARD_RULE ? CERTAIN : OPEN,
                            at,
                            block);
        }
        if (isOneOf(marks.words("announced"), line, true)
                || isOneOf(marks.words("alone"), line, false)) {
            return above(Forwarded.Mark.SEPARATOR, CERTAIN, at, HeaderBlock.read(lines, at + 1));
        }
        return Optional.empty();
    }

    private static boolean isOneOf(Set<String> words, String line, boolean colon) {
        if (line.length() > Dashed.LONGEST_WORDS || endsWithColon(line) != colon) {
            return false;
        }
        String text = colon ? line.substring(0, line.length() - 1) : line;
        return words.contains(text.strip().toLowerCase(Locale.ROOT));
    }

    private Optional<FirstMark> above(
            Forwarded.Mark mark, Certainty certainty, int at, HeaderBlock block) {
        return block.values().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new FirstMark(
                                mark,
                                certainty,
                                at,
                                TextLines.depth(lines.get(at)),
                                block,
                                Optional.empty(),
                                block.languages().equals(Set.of("fi"))));
    }

    /// A header block without words above it. Outlook puts a rule above it.
    private Optional<FirstMark> block(String line, int at) {
        if (LabelLine.of(line).isEmpty()) {
            return Optional.empty();
        }
        HeaderBlock block = HeaderBlock.read(lines, at);
        int above = at - 1;
        while (above >= 0 && above > at - 3 && lines.get(above).isBlank()) {
            above--;
        }
        boolean rule = above >= 0 && isRule(lines.get(above).strip());
        return block.isComplete(2)
                ? above(
                        Forwarded.Mark.HEADER_BLOCK,
                        rule ? WITHOUT_SUBJECT : OPEN,
                        rule ? above : at,
                        block)
                : Optional.empty();
    }

    private static boolean isRule(String line) {
        return line.length() >= SHORTEST_RULE && line.chars().allMatch(c -> c == '_');
    }

    private Optional<FirstMark> introduction(int at) {
        for (int count = 1; count <= WRAPPED; count++) {
            Optional<String> joined = joined(at, count);
            if (joined.isEmpty()) {
                return Optional.empty();
            }
            for (Introduction form : marks.introductions()) {
                Optional<Introduction.Said> said = form.read(joined.get());
                if (said.isPresent()) {
                    int first = at - count + 1;
                    return Optional.of(
                            new FirstMark(
                                    Forwarded.Mark.INTRODUCTION,
                                    OPEN,
                                    first,
                                    TextLines.depth(lines.get(first)),
                                    HeaderBlock.none(at + 1),
                                    said,
                                    form.language().equals("fi")));
                }
            }
        }
        return Optional.empty();
    }

    /// A line and those above it, as one; nothing when that is no paragraph or too long.
    private Optional<String> joined(int at, int count) {
        StringBuilder text = new StringBuilder();
        for (int line = at - count + 1; line <= at; line++) {
            String bare = line < 0 ? "" : TextLines.bare(lines.get(line));
            if (bare.isEmpty() || text.length() + bare.length() > LONGEST_INTRODUCTION) {
                return Optional.empty();
            }
            text.append(text.isEmpty() ? "" : " ").append(bare);
        }
        return Optional.of(text.toString());
    }

    /// Whether `Anna wrote on Monday:` or the like ends here. What stands below is what somebody
    /// answers to, so a forward inside it is not this mail's. Above a separator that is not quoted
    /// it is prose.
    private boolean introducesAnswer(int at) {
        for (int count = 1; count <= WRAPPED; count++) {
            Optional<String> joined = joined(at, count);
            if (joined.isPresent() && isIntroduction(joined.get())) {
                int next = TextLines.nextFilled(lines, at + 1);
                return next == lines.size()
                        || TextLines.depth(lines.get(next)) > 0
                        || separator(TextLines.bare(lines.get(next)), next).isEmpty();
            }
        }
        return false;
    }

    private boolean isIntroduction(String text) {
        boolean points = text.indexOf('@') >= 0 || text.chars().anyMatch(Character::isDigit);
        String lower = text.toLowerCase(Locale.ROOT);
        return points && marks.words("wrote").stream().anyMatch(lower::contains);
    }

    private static boolean endsWithColon(String line) {
        char end = line.charAt(line.length() - 1);
        return end == ':' || end == '：';
    }
}
