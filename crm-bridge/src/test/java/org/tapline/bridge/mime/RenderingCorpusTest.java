package org.tapline.bridge.mime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Readable text, headers and files against what other programs make of the same mails.
final class RenderingCorpusTest {

    @Test
    void mails_in_asian_and_wrong_charsets_read_as_mailcore_renders_them() throws Exception {
        Score headers = new Score("mailcore2 subject");
        Score texts = new Score("mailcore2 text");
        Path root = SharedData.set("mime/mailcore2-render").root();
        for (Path file : files(root.resolve("input"), ".eml")) {
            String name = file.getFileName().toString();
            Path output = root.resolve("output").resolve(name.replace(".eml", ".txt"));
            String expected = new String(SharedData.octets(output), StandardCharsets.UTF_8);
            ParsedMail mail = SharedData.read(file);
            int blank = expected.indexOf("\n\n");
            for (String line : expected.substring(0, Math.max(0, blank)).split("\n", -1)) {
                if (line.startsWith("Subject: ")) {
                    headers.compare(
                            name, "subject", topic(line.substring(9)), topic(mail.subject()));
                }
            }
            String body = expected.substring(blank + 2);
            texts.compare(name, "text", start(body), start(mail.text()));
        }
        headers.atLeast(30);
        texts.atLeast(28);
    }

    @Test
    void mails_are_indexed_as_james_indexes_them() throws Exception {
        Score headers = new Score("james headers");
        Score texts = new Score("james text");
        Score files = new Score("james attachments");
        for (Path json : files(SharedData.set("mime/james").root(), ".json")) {
            Path file = Path.of(json.toString().replace(".json", ".eml"));
            JsonNode expect = SharedData.json(json);
            if (!Files.exists(file) || !expect.has("mimeMessageID")) {
                continue;
            }
            String name = file.getFileName().toString();
            ParsedMail mail = SharedData.read(file);
            headers.compare(
                    name, "subject", expect.path("subject").path(0).asString(""), mail.subject());
            headers.compare(name, "from", addresses(expect.path("from")), addresses(mail.from()));
            headers.compare(name, "to", addresses(expect.path("to")), addresses(mail.to()));
            headers.compare(name, "cc", addresses(expect.path("cc")), addresses(mail.cc()));
            if (expect.path("textBody").isString()) {
                texts.compare(
                        name,
                        "text",
                        words(expect.path("textBody").asString()),
                        words(mail.text()));
            }
            TreeSet<String> expected = new TreeSet<>();
            expect.path("attachments")
                    .forEach(node -> expected.add(node.path("fileName").asString("")));
            TreeSet<String> actual = new TreeSet<>();
            mail.attachments().forEach(attachment -> actual.add(attachment.name()));
            files.compare(name, "files", expected, actual);
        }
        headers.atLeast(36);
        texts.atLeast(9);
        files.atLeast(8);
    }

    @Test
    void malformed_mails_are_read_as_stalwart_reads_them() throws Exception {
        Score score = new Score("stalwart headers");
        for (Path json : files(SharedData.set("mime/stalwart").root().resolve("eml"), ".json")) {
            if (json.toString().endsWith(".crlf.json")) {
                continue;
            }
            Path file = Path.of(json.toString().replace(".json", ".eml"));
            if (!Files.exists(file)) {
                file = Path.of(json.toString().replace(".json", ".txt"));
            }
            ParsedMail mail = SharedData.read(file);
            String name = SharedData.set("mime/stalwart").root().relativize(file).toString();
            for (JsonNode header : SharedData.json(json).path("parts").path(0).path("headers")) {
                JsonNode value = header.path("value");
                switch (header.path("name").asString("")) {
                    case "subject" ->
                            score.compare(
                                    name,
                                    "subject",
                                    words(value.path("Text").asString("")),
                                    words(mail.subject()));
                    case "from" -> score.compare(name, "from", people(value), names(mail.from()));
                    case "to" -> score.compare(name, "to", people(value), names(mail.to()));
                    case "cc" -> score.compare(name, "cc", people(value), names(mail.cc()));
                    default -> {}
                }
            }
        }
        score.atLeast(140);
    }

    @Test
    void files_in_a_winmail_dat_are_those_that_mimekit_finds() throws Exception {
        Score score = new Score("tnef file names");
        Path root = SharedData.set("tnef/mimekit").root();
        for (Path list : files(root, ".list")) {
            Path file = Path.of(list.toString().replace(".list", ".tnef"));
            if (!Files.exists(file)) {
                continue;
            }
            TreeSet<String> expected = new TreeSet<>(Files.readAllLines(list));
            expected.removeAll(Set.of("body.rtf", "body.html", "body.txt", ""));
            TreeSet<String> actual = new TreeSet<>();
            for (Tnef.File one : Tnef.read(SharedData.octets(file), 1_000).files()) {
                actual.add(one.name());
            }
            score.compare(file.getFileName().toString(), "files", expected, actual);
        }
        score.atLeast(8);
    }

    private static List<Path> files(Path root, String ending) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static List<String> people(JsonNode value) {
        List<String> all = new ArrayList<>();
        value.path("Address").path("List").forEach(one -> all.add(person(one)));
        value.path("Address")
                .path("Group")
                .forEach(group -> group.path("addresses").forEach(one -> all.add(person(one))));
        return all;
    }

    private static String person(JsonNode one) {
        return new MailAddress(
                        words(one.path("name").asString("")), one.path("address").asString(""))
                .toString();
    }

    private static List<String> names(List<MailAddress> addresses) {
        return addresses.stream().map(MailAddress::toString).toList();
    }

    private static Set<String> addresses(JsonNode list) {
        TreeSet<String> all = new TreeSet<>();
        list.forEach(node -> all.add(node.path("address").asString("")));
        return all;
    }

    private static Set<String> addresses(List<MailAddress> list) {
        TreeSet<String> all = new TreeSet<>();
        list.forEach(address -> all.add(address.address()));
        return all;
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /// mailcore2 takes the prefix off.
    private static String topic(String subject) {
        return words(subject).replaceFirst("^Re: ", "");
    }

    /// The first fifty letters and digits: how white space, lists and links are drawn is a matter
    /// of taste, a wrong charset shows at once.
    private static String start(String text) {
        String letters = text.replaceAll("[^\\p{L}\\p{N}]", "");
        return letters.substring(0, Math.min(50, letters.length()));
    }
}
