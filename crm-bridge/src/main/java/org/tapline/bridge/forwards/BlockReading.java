package org.tapline.bridge.forwards;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads one header block, line by line. No field is taken twice, so a block is short unless its
/// address lists are long.
final class BlockReading {
    /// Blank lines between a separator and its block. Apple Mail has one, Gmail none; more than
    /// three and it is no longer directly under it.
    private static final int BLANK_LINES = 3;

    /// Characters kept of one field: as many recipients as a real mail has.
    private static final int LONGEST_VALUE = 64 << 10;

    private final List<String> lines;
    private final Map<Field, StringBuilder> values = new EnumMap<>(Field.class);
    private final Set<String> languages = new HashSet<>();
    private Optional<Field> last = Optional.empty();
    private boolean addressComplete; // the last mailbox of the last field has its address
    private int at;

    BlockReading(List<String> lines, int from) {
        this.lines = lines;
        int filled = TextLines.nextFilled(lines, Math.min(from, lines.size()));
        this.at = filled - from > BLANK_LINES ? from : filled;
    }

    HeaderBlock read() {
        boolean more = true;
        while (more && at < lines.size()) {
            String line = TextLines.bare(lines.get(at));
            more = line.isEmpty() ? gap() : field(line) || continued(line) || rule(line);
        }
        return HeaderBlock.of(values, at, languages);
    }

    private boolean field(String line) {
        Optional<LabelLine> labelled = LabelLine.of(line).filter(this::fits);
        if (labelled.isEmpty()) {
            return false;
        }
        Marks.Label label = labelled.get().label();
        if (!label.languages().contains("en") && languages.isEmpty()) {
            languages.addAll(label.languages());
        } else if (!label.languages().contains("en")) {
            languages.retainAll(label.languages());
        }
        last = Optional.of(label.field());
        addressComplete = false;
        append(label.field(), labelled.get().value());
        at++;
        return true;
    }

    private void append(Field field, String text) {
        StringBuilder value = values.computeIfAbsent(field, key -> new StringBuilder());
        if (value.length() + text.length() < LONGEST_VALUE) {
            value.append(value.isEmpty() ? "" : " ").append(text);
        }
        int end = Math.max(text.lastIndexOf(','), text.lastIndexOf(';'));
        boolean address = text.indexOf('@', Math.max(0, end)) >= 0;
        addressComplete = end >= 0 ? address : addressComplete || address;
    }

    /// A field that the block does not have yet, in a language of the block.
    private boolean fits(LabelLine line) {
        Marks.Label label = line.label();
        boolean known = values.containsKey(label.field());
        boolean foreign =
                !label.languages().contains("en")
                        && !languages.isEmpty()
                        && label.languages().stream().noneMatch(languages::contains);
        return !known && !foreign;
    }

    private boolean fieldFollows() {
        return at + 1 < lines.size()
                && LabelLine.of(TextLines.bare(lines.get(at + 1))).filter(this::fits).isPresent();
    }

    /// One blank line inside a block, as converted HTML has it, while important fields lack.
    private boolean gap() {
        boolean lacks =
                !values.containsKey(Field.FROM)
                        || !values.containsKey(Field.SUBJECT)
                        || !values.containsKey(Field.DATE);
        boolean inside = lacks && !values.isEmpty() && fieldFollows();
        // A rule between the subject and the first message of a whole conversation.
        boolean ruled =
                !values.containsKey(Field.FROM)
                        && at > 0
                        && isRule(TextLines.bare(lines.get(at - 1)));
        at += inside || ruled ? 1 : 0;
        return inside || ruled;
    }

    /// The rest of a field that was wrapped.
    private boolean continued(String line) {
        boolean list = last.filter(Field::isAddressList).isPresent();
        boolean subject = last.filter(field -> field == Field.SUBJECT).isPresent();
        boolean belongs =
                LabelLine.of(line).isEmpty()
                        && ((list && !addressComplete && line.indexOf('@') > 0)
                                || (subject && !isRule(line) && fieldFollows()));
        if (belongs) {
            append(last.orElseThrow(), line);
            at++;
        }
        return belongs;
    }

    private boolean rule(String line) {
        boolean ruled = values.containsKey(Field.SUBJECT) && !values.containsKey(Field.FROM);
        boolean taken = ruled && isRule(line);
        at += taken ? 1 : 0;
        return taken;
    }

    private static boolean isRule(String line) {
        return line.length() >= 10 && line.chars().allMatch(c -> c == '-');
    }
}
