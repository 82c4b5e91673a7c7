package org.tapline.bridge.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapline.bridge.identity.FolderRole;

/// Folders, labels and patterns.
class ScopeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    all, -Junk, -Trash, -Drafts | INBOX            | true
                    all, -Junk, -Trash, -Drafts | Courrier indésirable | false
                    all, -Junk, -Trash, -Drafts | INBOX.Trash.2024 | false
                    all                         | Spam             | true
                    INBOX                       | INBOX            | true
                    INBOX                       | INBOX.Clients    | false
                    inbox, Sent                 | Gesendet         | true
                    Clients                     | clients          | true
                    Clients                     | Clients/Acme     | true
                    Clients                     | INBOX.Clients.Acme | true
                    INBOX/Clients               | Clients          | true
                    Clients                     | Clientsold       | false
                    Clients, -Clients/Private   | Clients/Private/2 | false
                    Clients, -Clients/Private   | Clients/Acme     | true
                    Żółw                        | żółw             | true
                    """)
    void folders_are_in_scope_by_name_and_by_role(String scope, String folder, boolean covered) {
        FolderScope folders = Mail.organisation("sync.folders", scope).get(PolicyKeys.SYNC_FOLDERS);
        assertThat(folders.covers(Folder.of(folder))).isEqualTo(covered);
    }

    @Test
    void an_attribute_of_the_upstream_decides_what_a_folder_is() {
        Folder odd = new Folder("Zeug", Optional.of(FolderRole.JUNK));
        assertThat(FolderScope.STANDARD.covers(odd)).isFalse();
    }

    @Test
    void without_labels_in_the_policy_every_message_is_in() {
        assertThat(LabelScope.covers(List.of(), List.of())).isTrue();
        assertThat(LabelScope.covers(List.of("a"), List.of())).isFalse();
        assertThat(LabelScope.covers(List.of("a", "b"), List.of("B"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Re: Salary         | salary        | true
                    STRASSE            | straße        | true
                    Salary             | salary list   | false
                    a.b                | a?b           | true
                    ab                 | a?b           | false
                    one two three      | one*three     | true
                    anything           | ''            | true
                    abc                | *             | true
                    a*b                | a*b           | true
                    (x)+               | (x)+          | true
                    """)
    void patterns_are_found_anywhere_without_regard_to_case(
            String text, String pattern, boolean found) {
        assertThat(Wildcards.contains(text, pattern)).isEqualTo(found);
    }

    @Test
    void a_hostile_pattern_ends() {
        String text = "a".repeat(20_000);
        assertThat(Wildcards.contains(text, "a*".repeat(200) + "b")).isFalse();
    }
}
