package org.tapline.bridge.mime;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Complaints by way of feedback loops (RFC 5965), and Microsoft's, which has no report part.
final class FeedbackReports {
    private FeedbackReports() {}

    static Optional<AbuseReport> find(MailKinds.Marks marks) {
        for (ReportPart part : marks.reports()) {
            if (part.header().type().equals("message/feedback-report")) {
                Map<String, String> fields = StatusFields.groups(part.text()).getFirst();
                return Optional.of(
                        new AbuseReport(
                                fields.getOrDefault("feedback-type", "abuse")
                                        .strip()
                                        .toLowerCase(Locale.ROOT),
                                StatusFields.address(
                                        fields.getOrDefault(
                                                "original-rcpt-to",
                                                fields.getOrDefault("removal-recipient", "")))));
            }
        }
        return SesNotice.complaint(marks).or(() -> complaint(marks));
    }

    private static Optional<AbuseReport> complaint(MailKinds.Marks marks) {
        String subject = marks.subject().toLowerCase(Locale.ROOT);
        boolean microsoft =
                subject.startsWith("complaint about message from")
                        && marks.reports().stream()
                                .anyMatch(p -> p.header().type().equals("message/rfc822"));
        boolean declared =
                Parameters.parse(marks.headers().raw("Content-Type").orElse(""))
                        .get("report-type")
                        .filter(type -> type.equalsIgnoreCase("feedback-report"))
                        .isPresent();
        if (!microsoft && !declared) {
            return Optional.empty();
        }
        List<ReportPart> returned =
                marks.reports().stream()
                        .filter(part -> part.header().type().equals("message/rfc822"))
                        .toList();
        return Optional.of(
                new AbuseReport(
                        "abuse",
                        returned.stream()
                                .map(
                                        part ->
                                                StatusFields.groups(part.text())
                                                        .getFirst()
                                                        .getOrDefault(
                                                                "x-hmxmroriginalrecipient", ""))
                                .flatMap(text -> StatusFields.address(text).stream())
                                .findFirst()));
    }
}
