package org.tapline.bridge.mime;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Headers, text and attachments against the results of imap_tools (Python), many of them broken
/// mails of the Ruby library mail.
final class ImapToolsCorpusTest {

    @Test
    void headers_are_read_as_imap_tools_reads_them() {
        Score score = new Score("imap_tools headers");
        for (SharedData.Case one : SharedData.set("mime/imap_tools").expected()) {
            ParsedMail mail = SharedData.read(one.path());
            JsonNode expect = one.expect();
            score.compare(
                    one.file(),
                    "subject",
                    words(expect.path("subject").asString("")),
                    words(mail.subject()));
            JsonNode from = expect.path("from_values");
            score.compare(
                    one.file(),
                    "from",
                    from.isObject() ? mailbox(from) : "",
                    mail.from().isEmpty() ? "" : mail.from().getFirst().toString());
            score.compare(one.file(), "to", mailboxes(expect, "to_values"), names(mail.to()));
            score.compare(one.file(), "cc", mailboxes(expect, "cc_values"), names(mail.cc()));
            score.compare(one.file(), "bcc", mailboxes(expect, "bcc_values"), names(mail.bcc()));
            score.compare(
                    one.file(),
                    "reply-to",
                    mailboxes(expect, "reply_to_values"),
                    names(mail.replyTo()));
            date(score, one, mail);
        }
        score.atLeast(453);
    }

    private static void date(Score score, SharedData.Case one, ParsedMail mail) {
        String expected = one.expect().path("date").asString("");
        if (expected.startsWith("1900-01-01")) {
            return; // what imap_tools says when it cannot read a date
        }
        String zoned = expected.matches(".*([+-]\\d\\d:\\d\\d|Z)") ? expected : expected + "Z";
        score.compare(
                one.file(),
                "date",
                OffsetDateTime.parse(zoned).toInstant(),
                mail.date().orElse(null));
    }

    @Test
    void texts_and_attachments_are_read_as_imap_tools_reads_them() {
        Score texts = new Score("imap_tools text");
        Score files = new Score("imap_tools attachments");
        for (SharedData.Case one : SharedData.set("mime/imap_tools").expected()) {
            ParsedMail mail = SharedData.read(one.path());
            String text = one.expect().path("text").asString("");
            if (!text.isBlank()) {
                texts.compare(one.file(), "text", lines(text), lines(mail.text()));
            }
            String html = one.expect().path("html").asString("");
            texts.compare(one.file(), "html", lines(html), lines(mail.html().orElse("")));
            List<String> expected = new ArrayList<>();
            for (JsonNode file : one.expect().path("attachments")) {
                expected.add(
                        file.path("payload_sha256").asString()
                                + " "
                                + file.path("filename").asString());
            }
            List<String> actual =
                    mail.attachments().stream().map(a -> a.sha256() + " " + a.name()).toList();
            files.compare(one.file(), "attachments", expected, actual);
        }
        texts.atLeast(119);
        files.atLeast(61);
    }

    private static String lines(String text) {
        // imap_tools writes its own charset into the HTML.
        return text.replace("\r\n", "\n").replaceAll("charset=[\\w-]+", "charset=").strip();
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static String mailbox(JsonNode node) {
        return new MailAddress(
                        words(node.path("name").asString("")), node.path("email").asString(""))
                .toString();
    }

    private static List<String> mailboxes(JsonNode expect, String field) {
        List<String> all = new ArrayList<>();
        for (JsonNode node : expect.path(field)) {
            all.add(mailbox(node));
        }
        return all;
    }

    private static List<String> names(List<MailAddress> addresses) {
        return addresses.stream().map(MailAddress::toString).toList();
    }
}
