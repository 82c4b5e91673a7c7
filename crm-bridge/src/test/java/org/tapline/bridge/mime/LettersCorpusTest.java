package org.tapline.bridge.mime;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Eight languages, in every charset, transfer encoding and multipart form (letters, Go).
final class LettersCorpusTest {

    @Test
    void mails_in_eight_languages_are_read_as_letters_reads_them() {
        Score headers = new Score("letters headers");
        Score texts = new Score("letters text and html");
        Score files = new Score("letters files");
        for (SharedData.Case one : SharedData.set("mime/letters").expected()) {
            ParsedMail mail = SharedData.read(one.path());
            JsonNode expect = one.expect().path("Headers");
            String file = one.file();
            headers.compare(file, "subject", expect.path("Subject").asString(""), mail.subject());
            headers.compare(file, "from", mailboxes(expect, "From"), names(mail.from()));
            headers.compare(file, "to", mailboxes(expect, "To"), names(mail.to()));
            headers.compare(file, "cc", mailboxes(expect, "Cc"), names(mail.cc()));
            headers.compare(file, "bcc", mailboxes(expect, "Bcc"), names(mail.bcc()));
            headers.compare(file, "reply-to", mailboxes(expect, "ReplyTo"), names(mail.replyTo()));
            headers.compare(
                    file,
                    "message-id",
                    expect.path("MessageID").asString(""),
                    mail.messageId().orElse(""));
            String date = expect.path("Date").asString("");
            if (date.startsWith("20")) {
                headers.compare(
                        file,
                        "date",
                        OffsetDateTime.parse(date).toInstant(),
                        mail.date().orElse(null));
            }
            String text = one.expect().path("Text").asString("");
            if (!text.isBlank()) {
                texts.compare(file, "text", text.strip(), mail.text().strip());
            }
            texts.compare(
                    file,
                    "html",
                    one.expect().path("HTML").asString("").strip(),
                    mail.html().orElse("").strip());
            files.compare(file, "files", hashes(one.expect()), hashes(mail));
        }
        headers.atLeast(863);
        texts.atLeast(216);
        files.atLeast(108);
    }

    private static Set<String> hashes(JsonNode expect) {
        Set<String> all = new TreeSet<>();
        for (String kind : List.of("InlineFiles", "AttachedFiles")) {
            expect.path(kind)
                    .forEach(node -> all.add(node.path("Data").path("sha256").asString("")));
        }
        all.remove("");
        return all;
    }

    private static Set<String> hashes(ParsedMail mail) {
        Set<String> all = new TreeSet<>();
        mail.attachments().forEach(attachment -> all.add(attachment.sha256()));
        return all;
    }

    private static List<String> mailboxes(JsonNode expect, String field) {
        List<String> all = new ArrayList<>();
        for (JsonNode node : expect.path(field)) {
            all.add(
                    new MailAddress(
                                    node.path("Name").asString(""),
                                    node.path("Address").asString(""))
                            .toString());
        }
        return all;
    }

    private static List<String> names(List<MailAddress> addresses) {
        return addresses.stream().map(MailAddress::toString).toList();
    }
}
