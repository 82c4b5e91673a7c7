package org.tapline.bridge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Names of real people whose From a mailing list rewrote to "Name via list".
class PersonNamesEvaluationTest {
    private static final Pattern ROW =
            Pattern.compile("\"from_name\": \"([^\"\\\\]+)\".*\"file\": \"([^\"]+)\"");
    private static final Pattern FROM =
            Pattern.compile("(?im)^From:[ \\t]*((?:.*(?:\\r?\\n[ \\t].*)*))");

    /// Score of 21 November 2026: 1,075 of 1,077; the two others are "Last, First", which the
    /// expected results cut at the comma.
    @Test
    void a_rewritten_from_still_gives_the_authors_name() throws IOException {
        Path set = SharedData.file("corpus/usrp-users");
        int cases = 0;
        List<String> differ = new ArrayList<>();
        for (String line : Files.readAllLines(set.resolve("expected.jsonl"))) {
            Matcher row = ROW.matcher(line);
            if (!row.find() || row.group(1).indexOf('@') >= 0) {
                continue;
            }
            String mail = Files.readString(set.resolve(row.group(2)), StandardCharsets.ISO_8859_1);
            Matcher from = FROM.matcher(mail);
            if (!from.find()) {
                continue;
            }
            cases++;
            String field = from.group(1).replaceAll("\\r?\\n", "");
            int open = field.lastIndexOf('<');
            String display = open < 0 ? "" : field.substring(0, open);
            String name = PersonNames.fromDisplay(display, "nobody@acme.test");
            if (!name.equals(PersonNames.fromDisplay(row.group(1), "nobody@acme.test"))) {
                differ.add(display.strip() + " gave " + name + ", not " + row.group(1));
            }
        }
        System.out.printf("names: %d cases, %d differ: %s%n", cases, differ.size(), differ);
        assertThat(cases).isGreaterThan(500);
        assertThat((double) differ.size() / cases).isLessThan(0.005);
    }
}
