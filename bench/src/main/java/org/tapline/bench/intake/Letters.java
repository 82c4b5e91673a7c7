package org.tapline.bench.intake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.MailboxName;
import org.tapline.journal.Observation;
import org.tapline.journal.Place;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;

/// Business mail of 20 KB: text beside HTML, every third one an answer, half of it sent.
final class Letters {
    static final int MAILBOXES = 50;
    private static final int CORRESPONDENTS = 5_000;
    private static final int WORDS = 30_000;
    private static final int SIZE = 20_000;

    private final Random random;
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    Letters(long seed) {
        this.random = new Random(seed);
    }

    /// One entry of the journal.
    record Letter(Observation observation, Content content) {
        Journal.Entry entry() {
            return new Journal.Entry(observation, content);
        }
    }

    Letter letter(int number) {
        String user = "user" + number % MAILBOXES + "@acme.test";
        int person = random.nextInt(CORRESPONDENTS);
        String other = "\"Person %d\" <p%d@company%d.test>".formatted(person, person, person % 700);
        boolean sent = random.nextBoolean();
        StringBuilder mail = new StringBuilder(SIZE + 1_000);
        field(mail, "Received", "from mx.company.test by mail.acme.test; with ESMTPS id " + number);
        field(mail, "From", sent ? user : other);
        field(mail, "To", sent ? other : user);
        if (random.nextInt(4) == 0) {
            field(mail, "Cc", "p" + random.nextInt(CORRESPONDENTS) + "@company7.test");
        }
        field(mail, "Subject", words(6));
        field(mail, "Date", DATE.format(Instant.now().atOffset(ZoneOffset.UTC)));
        field(mail, "Message-ID", id(number));
        if (number > 500 && random.nextInt(3) == 0) {
            String answered = id(number - 250 - random.nextInt(250));
            field(mail, "In-Reply-To", answered);
            field(mail, "References", answered);
        }
        field(mail, "MIME-Version", "1.0");
        field(mail, "Content-Type", "multipart/alternative; boundary=part");
        mail.append("\r\n--part\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n");
        int text = (SIZE - mail.length()) / 3;
        StringBuilder body = new StringBuilder(text + 100);
        while (body.length() < text) {
            body.append(words(11)).append("\r\n");
        }
        mail.append(body);
        mail.append("\r\n--part\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body>\r\n");
        body.toString()
                .lines()
                .forEach(
                        line ->
                                mail.append("<p style=\"margin:0;font-family:Arial\">")
                                        .append(line)
                                        .append("</p>\r\n"));
        while (mail.length() < SIZE) {
            mail.append("<p class=\"footer\">").append(words(8)).append("</p>\r\n");
        }
        mail.append("</body></html>\r\n--part--\r\n");
        return new Letter(
                observation(user, number, sent),
                Content.of(mail.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME;

    private static Observation observation(String user, int number, boolean sent) {
        return new Observation(
                UUID.randomUUID(),
                Instant.now(),
                new MailboxName(user, "default"),
                Way.IMAP_FETCH,
                "bench",
                new Sighting.Message(
                        sent ? Sighting.DirectionHint.OUTBOUND : Sighting.DirectionHint.UNKNOWN,
                        Optional.of(new Place(sent ? "Sent" : "INBOX", 1, number / MAILBOXES + 1)),
                        List.of("\\Seen"),
                        Optional.of(Instant.now()),
                        Map.of(),
                        Optional.empty(),
                        true));
    }

    private String id(int number) {
        return "<" + run + "." + number + "@acme.test>";
    }

    /// Words as in a language: few are frequent, many are rare.
    private String words(int count) {
        StringBuilder words = new StringBuilder(count * 7);
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ").append(word(rank(random)));
        }
        return words.toString();
    }

    /// Of a word in a text.
    static int rank(Random random) {
        return (int) (Math.pow(WORDS, random.nextDouble()) - 1);
    }

    /// The same rank is always the same word.
    static String word(int rank) {
        StringBuilder word = new StringBuilder();
        int rest = rank + 11;
        while (rest > 0) {
            word.append("bdfgklmnprst".charAt(rest % 12)).append("aeiou".charAt(rest / 12 % 5));
            rest /= 60;
        }
        return word.toString();
    }

    private static void field(StringBuilder mail, String name, String value) {
        mail.append(name).append(": ").append(value).append("\r\n");
    }
}
