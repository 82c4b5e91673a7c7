package org.tapline.bridge.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/// What became of a message that Amazon SES sent, as Amazon SNS mails it: JSON in the text, about
/// a bounce, a complaint or a delivery.
final class SesNotice {
    /// Set by SNS on every mail.
    private static final String MARK = "X-Amz-Sns-Message-Id";

    private static final ObjectReader JSON =
            JsonMapper.shared()
                    .readerFor(JsonNode.class)
                    .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private SesNotice() {}

    static Optional<Bounce> bounce(MailKinds.Marks marks) {
        return find(marks)
                .map(SesNotice::recipients)
                .filter(recipients -> !recipients.isEmpty())
                .map(recipients -> new Bounce(recipients, originalId(marks)));
    }

    static Optional<AbuseReport> complaint(MailKinds.Marks marks) {
        return find(marks)
                .filter(notice -> type(notice).equals("complaint"))
                .map(
                        notice ->
                                new AbuseReport(
                                        notice.at("/complaint/complaintFeedbackType")
                                                .asString("abuse")
                                                .toLowerCase(Locale.ROOT),
                                        notice.at("/complaint/complainedRecipients/0/emailAddress")
                                                .stringValueOpt()));
    }

    private static Optional<String> originalId(MailKinds.Marks marks) {
        return find(marks)
                .flatMap(notice -> notice.at("/mail/commonHeaders/messageId").stringValueOpt())
                .flatMap(id -> MessageIdList.parse(id).stream().findFirst());
    }

    /// The notice, be it the text itself or what SNS wraps into its own JSON.
    private static Optional<JsonNode> find(MailKinds.Marks marks) {
        if (!marks.headers().has(MARK)) {
            return Optional.empty();
        }
        Optional<JsonNode> text = json(marks.text());
        Optional<JsonNode> inner =
                text.flatMap(json -> json.path("Message").stringValueOpt())
                        .flatMap(SesNotice::json);
        return inner.or(() -> text).filter(json -> !type(json).isEmpty());
    }

    private static Optional<JsonNode> json(String text) {
        int begin = text.indexOf('{');
        if (begin < 0) {
            return Optional.empty();
        }
        try {
            // mail systems break lines of more than 998 octets, some with an exclamation mark
            String whole = text.substring(begin).replace("!\n ", "").replace("\n", "");
            JsonNode read = JSON.readValue(whole);
            return Optional.of(read);
        } catch (JacksonException broken) {
            return Optional.empty();
        }
    }

    private static String type(JsonNode notice) {
        return notice.path("notificationType")
                .asString(notice.path("eventType").asString(""))
                .toLowerCase(Locale.ROOT);
    }

    private static List<Bounce.Recipient> recipients(JsonNode notice) {
        List<Bounce.Recipient> recipients = new ArrayList<>();
        switch (type(notice)) {
            case "bounce" -> {
                boolean lasting = notice.at("/bounce/bounceType").asString("").equals("Permanent");
                for (JsonNode each : notice.at("/bounce/bouncedRecipients")) {
                    String address = each.path("emailAddress").asString("");
                    if (address.contains("@")) {
                        recipients.add(
                                new Bounce.Recipient(
                                        address,
                                        Bounce.Action.FAILED,
                                        each.path("status").asString(lasting ? "5.0.0" : "4.0.0"),
                                        BounceSearch.bounded(
                                                each.path("diagnosticCode").asString(""))));
                    }
                }
            }
            case "delivery" -> {
                String reply = notice.at("/delivery/smtpResponse").asString("");
                for (JsonNode each : notice.at("/delivery/recipients")) {
                    if (each.asString("").contains("@")) {
                        recipients.add(
                                new Bounce.Recipient(
                                        each.asString(),
                                        Bounce.Action.DELIVERED,
                                        "2.0.0",
                                        BounceSearch.bounded(reply)));
                    }
                }
            }
            default -> {}
        }
        return recipients;
    }
}
