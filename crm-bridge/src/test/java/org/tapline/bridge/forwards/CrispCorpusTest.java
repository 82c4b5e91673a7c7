package org.tapline.bridge.forwards;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tapline.bridge.mime.MailAddress;
import org.tapline.bridge.mime.Score;
import org.tapline.bridge.mime.SharedData;
import tools.jackson.databind.JsonNode;

/// The forwards of twelve mail programs in many languages, against the expected results of
/// Crisp's own parser.
final class CrispCorpusTest {
    private int skipped;

    /// Where a case names a body as its subject, that body is what its results were recorded from.
    private record Case(Path body, Optional<Path> subject) {}

    @Test
    void originals_are_found_as_crisp_finds_them() {
        Score values = new Score("crisp forward values");
        Score cases = new Score("crisp forward cases");
        SharedData data = SharedData.set("forward/crisp");
        Set<String> wrong = new HashSet<>();
        int files = 0;
        for (SharedData.Case one : data.expected()) {
            files++;
            for (JsonNode test : one.expect().path("cases")) {
                Case asked = asked(data.root(), one, test);
                if (!Files.exists(asked.body())) {
                    skipped++;
                    continue;
                }
                boolean right = compare(values, asked, test.path("expect"));
                cases.compare(one.file(), test.path("subject_file").asString(""), true, right);
                if (!right) {
                    wrong.add(one.file());
                }
            }
        }
        System.out.println(
                "SCORE crisp forward files: %d of %d right; %d cases name a body that is not in the set"
                        .formatted(files - wrong.size(), files, skipped));
        values.atLeast(1_444);
        cases.atLeast(134);
        assertThat(wrong).isEmpty();
    }

    private static Case asked(Path root, SharedData.Case one, JsonNode test) {
        String subject = test.path("subject_file").asString("");
        if (subject.contains("_body")) {
            return new Case(root.resolve(subject), Optional.empty());
        }
        return new Case(
                one.path(),
                subject.isEmpty() ? Optional.empty() : Optional.of(root.resolve(subject)));
    }

    private static boolean compare(Score score, Case asked, JsonNode expect) {
        String subject = asked.subject().map(CrispCorpusTest::text).orElse("").strip();
        Optional<Forwarded> found = Mails.original(subject, text(asked.body()));
        boolean right = true;
        for (Map.Entry<String, JsonNode> one : expect.properties()) {
            Object wanted = value(one.getValue());
            Object got = actual(found, one.getKey());
            score.compare(asked.body().getFileName().toString(), one.getKey(), wanted, got);
            right &= java.util.Objects.equals(wanted, got);
        }
        return right;
    }

    private static @Nullable Object value(JsonNode node) {
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        return node.isNumber() ? (Object) node.asInt() : node.isNull() ? null : node.asString();
    }

    /// What we found for a path such as `email.to.0.address`; nothing where it is empty.
    private static @Nullable Object actual(Optional<Forwarded> found, String path) {
        if (path.equals("forwarded")) {
            return found.isPresent();
        }
        if (found.isEmpty()) {
            return "not a forward";
        }
        Forwarded original = found.get();
        if (path.contains("startsWith(")) {
            String start = path.substring(path.indexOf('"') + 1, path.lastIndexOf('"'));
            return original.text().startsWith(start.replace("\\n", "\n"));
        }
        String[] steps = path.split("\\.", -1);
        return switch (steps[steps.length == 1 ? 0 : 1]) {
            case "message" -> orNull(original.comment());
            case "subject" -> orNull(original.subject());
            case "body" -> orNull(original.text());
            case "from" -> of(original.sender(), steps[2]);
            case "to" -> of(original.to(), steps);
            case "cc" -> of(original.cc(), steps);
            default -> "unknown path " + path;
        };
    }

    private static @Nullable Object of(List<MailAddress> list, String[] steps) {
        if (steps[2].equals("length")) {
            return list.size();
        }
        int index = Integer.parseInt(steps[2]);
        return index < list.size() ? of(list.get(index), steps[3]) : "missing";
    }

    private static @Nullable String of(MailAddress mailbox, String step) {
        return orNull(step.equals("name") ? mailbox.name() : mailbox.address());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String text(Path file) {
        return new String(SharedData.octets(file), StandardCharsets.UTF_8);
    }
}
