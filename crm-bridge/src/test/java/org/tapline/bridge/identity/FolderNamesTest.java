package org.tapline.bridge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderNamesTest {

    @ParameterizedTest
    @CsvSource({
        "INBOX, INBOX",
        "inbox, INBOX",
        "Sent, SENT",
        "INBOX.Sent, SENT",
        "INBOX/Sent Items, SENT",
        "[Gmail]/Gesendet, SENT",
        "[Google Mail]/Sent Mail, SENT",
        "Gesendete Elemente, SENT",
        "Éléments envoyés, SENT",
        "Отправленные письма, SENT",
        "My Drafts, DRAFTS",
        "Entwürfe, DRAFTS",
        "Papierkorb, TRASH",
        "Deleted Messages, TRASH",
        "Trash/2024/Old, TRASH",
        "Junk-E-Mail, JUNK",
        "[Gmail]/Spam, JUNK",
        "Archive, ARCHIVE",
        "[Gmail]/All Mail, ALL",
        "[Gmail]/Starred, FLAGGED",
    })
    void a_folder_is_recognised_by_its_name(String name, FolderRole role) {
        assertThat(FolderNames.role(name)).contains(role);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Clients", "Sent to clients", "Clients/Sent", "INBOX.Clients", "", "/", "."})
    void a_folder_of_the_users_own_has_no_role(String name) {
        assertThat(FolderNames.role(name)).isEmpty();
    }

    @Test
    void attributes_win_over_names() {
        assertThat(FolderNames.role("Papierkorb", List.of("\\HasNoChildren", "\\sent")))
                .contains(FolderRole.SENT);
        assertThat(FolderNames.role("Papierkorb", List.of("\\HasNoChildren")))
                .contains(FolderRole.TRASH);
        assertThat(FolderNames.role("Whatever", List.of("Sent"))).isEmpty();
    }

    @Test
    void marks_of_writing_direction_and_width_do_not_matter() {
        assertThat(FolderNames.role("\u200f\u05e0\u05e9\u05dc\u05d7")).contains(FolderRole.SENT);
        assertThat(FolderNames.role("Ｓｅｎｔ")).contains(FolderRole.SENT);
    }

    /// Score of 21 November 2026: all 518 cases.
    @Test
    void the_special_use_cases_are_recognised() throws IOException {
        Path file = SharedData.file("rules/eval/special-use-cases.jsonl");
        Pattern name = Pattern.compile("\"name\": \"((?:[^\"\\\\]|\\\\.)*)\"");
        Pattern flag = Pattern.compile("\"flag\": (?:null|\"\\\\\\\\(\\w+)\")");
        List<String> wrong = new ArrayList<>();
        int cases = 0;
        for (String line : Files.readAllLines(file)) {
            Matcher called = name.matcher(line);
            Matcher flagged = flag.matcher(line);
            assertThat(called.find() && flagged.find()).as(line).isTrue();
            cases++;
            Optional<String> expected =
                    Optional.ofNullable(flagged.group(1))
                            .map(role -> role.toUpperCase(Locale.ROOT));
            Optional<String> actual = FolderNames.role(called.group(1)).map(FolderRole::name);
            if (!actual.equals(expected)) {
                wrong.add(called.group(1) + ": " + actual + " instead of " + expected);
            }
        }
        System.out.printf("folder names: %d cases, wrong: %s%n", cases, wrong);
        assertThat(cases).isGreaterThanOrEqualTo(500);
        assertThat(wrong).isEmpty();
    }

    /// What Thunderbird calls its folders in 60 languages, and K-9 in 50; names that mean two
    /// things in two languages are lost to one of them.
    @Test
    void clients_own_folder_names_are_mostly_recognised() throws IOException {
        double thunderbird = share("rules/folder-names/thunderbird-folder-names.json");
        double k9 = share("rules/folder-names/k9-folder-names.json");
        assertThat(thunderbird).isGreaterThanOrEqualTo(0.90);
        assertThat(k9).isGreaterThanOrEqualTo(0.90);
    }

    private static double share(String data) throws IOException {
        Pattern entry = Pattern.compile("\"(archive|drafts|junk|sent|trash)\": ?\"([^\"\\\\]*)\"");
        Matcher found = entry.matcher(Files.readString(SharedData.file(data)));
        int all = 0;
        List<String> wrong = new ArrayList<>();
        while (found.find()) {
            all++;
            String expected = found.group(1).toUpperCase(Locale.ROOT);
            Optional<String> actual = FolderNames.role(found.group(2)).map(FolderRole::name);
            if (!actual.equals(Optional.of(expected))) {
                wrong.add(found.group(2) + " (" + expected + ")");
            }
        }
        System.out.printf("%s: %d names, %d wrong: %s%n", data, all, wrong.size(), wrong);
        assertThat(all).isGreaterThan(100);
        return 1.0 - (double) wrong.size() / all;
    }
}
