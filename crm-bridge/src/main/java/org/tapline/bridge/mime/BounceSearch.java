package org.tapline.bridge.mime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads delivery status notifications (RFC 3464), and recognises the bounces that are none.
final class BounceSearch {
    /// A remote reply is one to a few lines.
    private static final int DIAGNOSTIC_LENGTH = 500;

    private static final Pattern STATUS = Pattern.compile("\\b([245]\\.\\d{1,3}\\.\\d{1,3})\\b");

    private BounceSearch() {}

    static Optional<Bounce> find(MailKinds.Marks marks) {
        Optional<String> original = originalId(marks);
        List<Bounce.Recipient> reported = reported(marks.reports());
        if (!reported.isEmpty()) {
            return Optional.of(new Bounce(reported, original));
        }
        if (!BounceWords.areIn(marks)) {
            return Optional.empty();
        }
        return Optional.of(new Bounce(BounceText.recipients(marks), original));
    }

    /// What the message/delivery-status part says of each recipient.
    private static List<Bounce.Recipient> reported(List<ReportPart> reports) {
        Map<String, Bounce.Recipient> found = new LinkedHashMap<>();
        for (ReportPart part : reports) {
            if (!part.header().type().equals("message/delivery-status")
                    && !part.header().type().equals("message/global-delivery-status")) {
                continue;
            }
            for (Map<String, String> group : StatusFields.groups(part.text())) {
                recipient(group)
                        .ifPresent(
                                one ->
                                        found.putIfAbsent(
                                                one.address().toLowerCase(Locale.ROOT), one));
            }
        }
        return new ArrayList<>(found.values());
    }

    private static Optional<Bounce.Recipient> recipient(Map<String, String> group) {
        Optional<String> original =
                StatusFields.address(group.getOrDefault("original-recipient", ""));
        Optional<String> last = StatusFields.address(group.getOrDefault("final-recipient", ""));
        Optional<String> address = last.or(() -> original);
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
