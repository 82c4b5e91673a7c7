package org.tapline.bridge.mime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads delivery status notifications (RFC 3464), and recognises the bounces that are none.
final class BounceSearch {
    /// A remote reply is one to a few lines.
    private static final int DIAGNOSTIC_LENGTH = 500;

    /// Characters of a text that are looked at.
    private static final int LOOKED_AT = 32 << 10;

    private static final Pattern STATUS = Pattern.compile("\\b([245]\\.\\d{1,3}\\.\\d{1,3})\\b");

    private BounceSearch() {}

    static Optional<Bounce> find(MailKinds.Marks marks) {
        Optional<Bounce> notice = SesNotice.bounce(marks);
        if (notice.isPresent()) {
            return notice;
        }
        Optional<String> original = originalId(marks);
        List<Bounce.Recipient> reported =
                reported(
                        marks.reports().stream()
                                .filter(BounceSearch::isStatus)
                                .map(ReportPart::text));
        if (!reported.isEmpty()) {
            return Optional.of(new Bounce(reported, original));
        }
        if (!BounceWords.areIn(marks)) {
            return Optional.empty();
        }
        List<Bounce.Recipient> misplaced = reported(misplaced(marks));
        return Optional.of(
                new Bounce(
                        misplaced.isEmpty() ? BounceText.recipients(marks) : misplaced, original));
    }

    private static boolean isStatus(ReportPart part) {
        return part.header().type().equals("message/delivery-status")
                || part.header().type().equals("message/global-delivery-status");
    }

    /// Where a status is looked for that is in no part of its own: the parts lost their boundaries,
    /// or a scanner put the whole bounce into another message.
    private static Stream<String> misplaced(MailKinds.Marks marks) {
        String text = marks.text().substring(0, Math.min(marks.text().length(), LOOKED_AT));
        return Stream.concat(
                Stream.of(text),
                marks.reports().stream()
                        .filter(part -> part.header().type().equals("message/rfc822"))
                        .map(ReportPart::text));
    }

    /// What a delivery status says of each recipient.
    private static List<Bounce.Recipient> reported(Stream<String> texts) {
        Map<String, Bounce.Recipient> found = new LinkedHashMap<>();
        texts.flatMap(text -> StatusFields.groups(text).stream())
                .flatMap(group -> recipient(group).stream())
                .forEach(one -> found.putIfAbsent(one.address().toLowerCase(Locale.ROOT), one));
        return new ArrayList<>(found.values());
    }

    private static Optional<Bounce.Recipient> recipient(Map<String, String> group) {
        Optional<String> original =
                StatusFields.address(group.getOrDefault("original-recipient", ""));
        Optional<String> last = StatusFields.address(group.getOrDefault("final-recipient", ""));
        Optional<String> address = original.or(() -> last); // the one that the sender wrote
        if (address.isEmpty() || !(group.containsKey("action") || group.containsKey("status"))) {
            return Optional.empty();
        }
        String diagnostic = bounded(group.getOrDefault("diagnostic-code", ""));
        Matcher given = STATUS.matcher(group.getOrDefault("status", ""));
        String status = given.find() ? given.group(1) : "";
        Matcher remote = STATUS.matcher(diagnostic);
        if ((status.isEmpty() || status.endsWith(".0.0")) && remote.find()) {
            status = remote.group(1); // the remote's word is more exact than "other"
        }
        return Optional.of(
                new Bounce.Recipient(
                        address.get(),
                        action(group.getOrDefault("action", ""), status),
                        status,
                        diagnostic));
    }

    private static Bounce.Action action(String text, String status) {
        String word = text.toLowerCase(Locale.ROOT).strip().split("[\\s(;]", 2)[0];
        return switch (word) {
            case "failed", "failure", "fail" -> Bounce.Action.FAILED;
            case "delayed", "delay" -> Bounce.Action.DELAYED;
            case "delivered", "deliverable" -> Bounce.Action.DELIVERED;
            case "relayed" -> Bounce.Action.RELAYED;
            case "expanded" -> Bounce.Action.EXPANDED;
            default ->
                    status.startsWith("2")
                            ? Bounce.Action.DELIVERED
                            : status.startsWith("4") ? Bounce.Action.DELAYED : Bounce.Action.FAILED;
        };
    }

    static String bounded(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() > DIAGNOSTIC_LENGTH ? line.substring(0, DIAGNOSTIC_LENGTH) : line;
    }

    /// Message-ID of the returned message, from the part that returns it, or from the text.
    private static Optional<String> originalId(MailKinds.Marks marks) {
        for (ReportPart part : marks.reports()) {
            String type = part.header().type();
            if (type.equals("message/rfc822")
                    || type.equals("text/rfc822-headers")
                    || type.equals("message/global")
                    || type.equals("message/global-headers")) {
                String id =
                        StatusFields.groups(part.text()).getFirst().getOrDefault("message-id", "");
                List<String> ids = MessageIdList.parse(id);
                if (!ids.isEmpty()) {
                    return Optional.of(ids.getFirst());
                }
            }
        }
        return BounceText.returnedField(marks.text(), "message-id")
                .map(MessageIdList::parse)
                .filter(ids -> !ids.isEmpty())
                .map(List::getFirst);
    }
}
