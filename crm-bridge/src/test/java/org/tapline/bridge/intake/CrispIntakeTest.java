package org.tapline.bridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.Seen;
import org.tapline.bridge.mime.SharedData;
import org.tapline.bridge.timeline.Entry;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import tools.jackson.databind.JsonNode;

/// The forwards of twelve mail programs in many languages, through the whole intake: where they
/// land, against the expected results. They all tell of one message, so that each is filed into
/// empty tables.
class CrispIntakeTest {
    private static final String ANNA = "anna@acme.test";
    private static final Instant FORWARDED = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir static Path data;
    private static Rooms rooms;

    @BeforeAll
    static void open() throws IOException {
        rooms = Rooms.open(data);
    }

    @AfterAll
    static void close() {
        rooms.close();
    }

    @Test
    void forwards_land_under_their_author() {
        Set<String> wrong = new HashSet<>();
        Set<String> dated = new HashSet<>();
        int files = 0;
        int cases = 0;
        for (SharedData.Case one : corpus().expected()) {
            files++;
            for (JsonNode test : one.expect().path("cases")) {
                Optional<Content> mail = mail(one, test);
                if (mail.isEmpty()) {
                    continue;
                }
                cases++;
                empty();
                file(mail.get());
                JsonNode expect = test.path("expect");
                if (!inbound(expect)) {
                    wrong.add(one.file());
                } else if (original(expect).stream()
                        .anyMatch(each -> !each.occurredAt().equals(FORWARDED))) {
                    dated.add(one.file());
                }
            }
        }
        System.out.println(
                "SCORE crisp forwards through intake: %d of %d files right (%d cases), %d on the"
                                .formatted(files - wrong.size(), files, cases, dated.size())
                        + " date of the original, the others on that of the forward");
        assertThat(wrong).isEmpty();
        assertThat(files).isEqualTo(119);
        assertThat(dated).hasSizeGreaterThanOrEqualTo(MOST_DATED);
    }

    /// Files whose block says without doubt when the original was written.
    private static final int MOST_DATED = 106;

    @Test
    void the_same_forwards_are_sent_mail_when_their_author_is_one_of_us() {
        rooms.users().add("John Doe", "john.doe@acme.com", List.of());
        Set<String> wrong = new HashSet<>();
        for (SharedData.Case one : corpus().expected()) {
            JsonNode test = one.expect().path("cases").path(0);
            JsonNode expect = test.path("expect");
            Optional<Content> mail = mail(one, test);
            boolean ours =
                    expect.path("email.from.address").asString("").equals("john.doe@acme.com");
            if (mail.isEmpty() || !ours) {
                continue;
            }
            empty();
            file(mail.get());
            String to = expect.path("email.to.0.address").asString("");
            boolean right =
                    to.isEmpty()
                            || rooms.timelineOf(to).stream()
                                    .anyMatch(each -> each.direction().equals("outbound"));
            if (!right) {
                wrong.add(one.file());
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static SharedData corpus() {
        return SharedData.set("forward/crisp");
    }

    /// Everybody the original names, and nobody else, once.
    private static boolean inbound(JsonNode expect) {
        if (!expect.path("forwarded").asBoolean()) {
            return count("message") == 0;
        }
        String subject = expect.path("email.subject").asString("");
        return count("message") == 1
                && original(expect)
                        .filter(each -> each.direction().equals("inbound"))
                        .filter(each -> subject.equals(each.subject()))
                        .filter(each -> !each.occurredAt().isAfter(FORWARDED))
                        .filter(each -> named(expect, "to", 0, each.to()))
                        .filter(each -> named(expect, "to", 1, each.to()))
                        .filter(each -> named(expect, "cc", 0, each.cc()))
                        .filter(each -> named(expect, "cc", 1, each.cc()))
                        .isPresent();
    }

    private static Optional<Entry> original(JsonNode expect) {
        String author = expect.path("email.from.address").asString("");
        List<Entry> entries = author.isEmpty() ? List.of() : rooms.timelineOf(author);
        return entries.stream()
                .filter(each -> each.from().getFirst().address().equals(author))
                .findFirst();
    }

    private static boolean named(
            JsonNode expect, String field, int index, List<Entry.Person> people) {
        String address = expect.path("email." + field + "." + index + ".address").asString("");
        return address.isEmpty()
                || people.stream().anyMatch(each -> each.address().equals(address));
    }

    /// Where a case names a body as its subject, that body is what its results were recorded from.
    private static Optional<Content> mail(SharedData.Case one, JsonNode test) {
        String named = test.path("subject_file").asString("");
        Path other = one.path().resolveSibling(named);
        boolean body = named.contains("_body");
        if (body && !Files.exists(other)) {
            return Optional.empty();
        }
        String subject = named.isEmpty() || body ? "" : text(other).strip();
        return Optional.of(
                Seen.mail(
                        text(body ? other : one.path()).replace("\r\n", "\n").replace("\n", "\r\n"),
                        "From: Anna Arm <anna@acme.test>",
                        "To: crm@crm.acme.test",
                        "Subject: " + subject,
                        "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                        "Message-ID: <forward@acme.test>",
                        "MIME-Version: 1.0",
                        "Content-Type: text/plain; charset=utf-8",
                        "Content-Transfer-Encoding: 8bit"));
    }

    private static String text(Path file) {
        return new String(SharedData.octets(file), StandardCharsets.UTF_8);
    }

    private static void file(Content mail) {
        assertThat(rooms.intake().consume(Seen.handedIn(ANNA, "crm@crm.acme.test"), mail))
                .isEqualTo(Journal.Verdict.STORED);
    }

    private static void empty() {
        rooms.database()
                .jdbc()
                .sql(
                        """
                        truncate message, delivery, participant, attachment, decision, thread,
                                 thread_key, retold, contact, contact_address, company, observation,
                                 event, confirmation cascade
                        """)
                .update();
    }

    private static long count(String table) {
        return rooms.database()
                .jdbc()
                .sql("select count(*) from " + table)
                .query(Long.class)
                .single();
    }
}
