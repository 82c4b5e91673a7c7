package org.tapline.bridge.forwards;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.mime.ParsedMail;

/// A forward whose original stands in the text.
///
/// Programs write the same header block above forwards and above answers. Where the mark does not
/// tell, the prefix of the subject must. The subject of an answer makes it an answer whatever the
/// text says: a forward that somebody answered is inside the quotation then.
final class InlineForward {
    private InlineForward() {}

    static Optional<Forwarded> find(ParsedMail mail) {
        SubjectPrefix prefix = SubjectPrefix.of(mail.subject());
        if (prefix.kind() == SubjectPrefix.Kind.REPLY) {
            return Optional.empty();
        }
        List<String> lines = TextLines.of(mail.text());
        return FirstMark.find(lines)
                .filter(mark -> counts(mark, prefix))
                .flatMap(mark -> original(mail, prefix, lines, mark));
    }

    private static boolean counts(FirstMark mark, SubjectPrefix prefix) {
        boolean said =
                switch (prefix.kind()) {
                    case FORWARD -> true;
                    case FORWARD_UNLESS_FINNISH -> !mark.finnish();
                    case REPLY, NONE -> false;
                };
        return switch (mark.certainty()) {
            case CERTAIN -> true;
            case WITHOUT_SUBJECT -> mark.depth() == 0 && (said || prefix.rest().isEmpty());
            case OPEN -> mark.depth() == 0 && said;
        };
    }

    private static Optional<Forwarded> original(
            ParsedMail mail, SubjectPrefix prefix, List<String> lines, FirstMark mark) {
        HeaderBlock block = mark.block();
        boolean introduced = mark.said().isPresent();
        if (!introduced && !block.isComplete(1)) {
            return Optional.empty();
        }
        List<MailAddress> from =
                mark.said()
                        .map(said -> List.of(new MailAddress(said.name(), said.address())))
                        .orElseGet(() -> BlockAddresses.of(block.value(Field.FROM)));
        String date = mark.said().map(Introduction.Said::date).orElse(block.value(Field.DATE));
        return from.stream()
                .filter(Forwards::isPerson)
                .findFirst()
                .map(
                        sender ->
                                new Forwarded(
                                        sender,
                                        BlockAddresses.of(block.value(Field.TO)),
                                        BlockAddresses.of(block.value(Field.CC)),
                                        block.values().containsKey(Field.SUBJECT)
                                                ? block.value(Field.SUBJECT)
                                                : prefix.rest(),
                                        date(date, mail),
                                        TextLines.body(lines, block.next(), quoted(lines, mark)),
                                        String.join("\n", lines.subList(0, mark.at())).strip(),
                                        new Forwarded.Found.Inline(
                                                mark.mark(),
                                                block.languages().stream().sorted().toList())));
    }

    /// How deep the block is quoted: the mark, or what stands directly under it.
    private static int quoted(List<String> lines, FirstMark mark) {
        if (mark.depth() > 0) {
            return mark.depth();
        }
        int last = mark.block().next() - 1;
        return last > mark.at() && last < lines.size() ? TextLines.depth(lines.get(last)) : 0;
    }

    /// When the block says it was written; not when that is after the forward itself.
    private static Optional<Instant> date(String text, ParsedMail mail) {
        ZoneOffset zone =
                mail.headers().raw("Date").flatMap(BlockDate::offset).orElse(ZoneOffset.UTC);
        return BlockDate.parse(text, zone)
                .filter(
                        written ->
                                mail.date().isEmpty()
                                        || BlockDate.isBefore(written, mail.date().get()));
    }
}
