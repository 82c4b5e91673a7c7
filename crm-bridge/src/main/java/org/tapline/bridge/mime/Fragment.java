package org.tapline.bridge.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A message that carries a piece of a larger one (`message/partial`, RFC 2046 §5.2.2). Pieces are
/// filed as they are; what they share is the conversation.
///
/// @param whole id of the larger message, in all its pieces the same
/// @param number of the piece, from 1; 0 where it is not told
/// @param total number of pieces, which only the last one must tell
/// @param inner Message-ID of the larger message, which its first piece carries
record Fragment(
        Optional<String> whole, int number, Optional<Integer> total, Optional<String> inner) {

    private static final String TYPE = "message/partial";

    static Optional<Fragment> of(List<ReportPart> parts) {
        return parts.stream()
                .filter(part -> part.header().type().equals(TYPE))
                .findFirst()
                .map(part -> of(part.header(), part.text()));
    }

    static Optional<Fragment> of(PartHeader header) {
        return header.type().equals(TYPE) ? Optional.of(of(header, "")) : Optional.empty();
    }

    private static Fragment of(PartHeader header, String body) {
        Parameters given = header.content();
        int number = given.get("number").flatMap(Fragment::count).orElse(0);
        return new Fragment(
                given.get("id").flatMap(Fragment::id),
                number,
                given.get("total").flatMap(Fragment::count),
                number == 1
                        ? Optional.ofNullable(
                                        StatusFields.groups(body).getFirst().get("message-id"))
                                .flatMap(Fragment::id)
                        : Optional.empty());
    }

    private static Optional<Integer> count(String text) {
        return text.strip().matches("[0-9]{1,6}")
                ? Optional.of(Integer.parseInt(text.strip()))
                : Optional.empty();
    }

    private static Optional<String> id(String text) {
        List<String> ids = MessageIdList.parse(text);
        return ids.stream().findFirst().or(() -> Optional.of(text.strip()));
    }

    /// What all pieces refer to.
    List<String> references() {
        List<String> ids = new ArrayList<>();
        whole.ifPresent(ids::add);
        inner.ifPresent(ids::add);
        return ids;
    }

    /// `part 1 of 3`, as far as it is known.
    String title() {
        return "part"
                + (number == 0 ? "" : " " + number)
                + total.map(count -> " of " + count).orElse("");
    }
}
