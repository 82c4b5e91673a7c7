package org.tapline.bridge.mime;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// New text told from quoted history, against the reply parsers of Discourse, Crisp and Mailgun.
final class RepliesCorpusTest {

    @Test
    void replies_are_split_as_discourse_splits_them() throws Exception {
        Score score = new Score("email_reply_trimmer reply");
        Path root = SharedData.set("reply/email_reply_trimmer").root();
        try (var files = Files.list(root.resolve("emails"))) {
            for (Path file : files.sorted().toList()) {
                Path trimmed = root.resolve("trimmed").resolve(file.getFileName().toString());
                if (Files.exists(trimmed)) {
                    score.compare(
                            file.getFileName().toString(),
                            "reply",
                            words(text(trimmed)),
                            words(QuotedHistory.split(text(file)).reply()));
                }
            }
        }
        score.atLeast(39);
    }

    @Test
    void replies_are_split_as_crisp_splits_them() {
        Score score = new Score("crisp reply");
        for (SharedData.Case one : SharedData.set("reply/crisp").expected()) {
            for (JsonNode test : one.expect().path("cases")) {
                for (JsonNode assertion : test.path("expect")) {
                    if (assertion.path("path").asString().equals("fragments.0")
                            && assertion.path("value").isString()) {
                        score.compare(
                                one.file(),
                                test.path("test").asString(),
                                words(assertion.path("value").asString()),
                                words(QuotedHistory.split(text(one.path())).reply()));
                    }
                }
            }
        }
        score.atLeast(23);
    }

    @Test
    void replies_are_split_as_talon_splits_them() {
        Score score = new Score("talon reply");
        for (SharedData.Case one : SharedData.set("reply/talon").expected()) {
            boolean html = one.file().endsWith(".html");
            String text = html ? HtmlText.of(text(one.path())) : SharedData.read(one.path()).text();
            QuotedHistory split = QuotedHistory.split(text);
            JsonNode expect = one.expect();
            String expected = expect.path(html ? "reply_ignoring_whitespace" : "reply").asString();
            score.compare(
                    one.file(),
                    "reply",
                    words(expected),
                    words(split.reply() + "\n" + split.signature()));
        }
        score.atLeast(12);
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static String text(Path file) {
        return new String(SharedData.octets(file), StandardCharsets.UTF_8);
    }
}
