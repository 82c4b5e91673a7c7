package org.tapline.bridge.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Keeps `docs/policies.md` and the code together.
class PoliciesPageTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("policy set (\\S+) (\"[^\"]*\"|\\S+)(?: --(user|mailbox) \\S+)?`");

    static List<PolicyKey<?>> keys() {
        return PolicyKeys.all();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void each_key_is_described_with_its_values_default_and_levels(PolicyKey<?> key)
            throws IOException {
        List<String> levels = key.levels().stream().sorted().map(Level::label).toList();
        String standard = key.standardText().isEmpty() ? "(empty)" : key.standardText();
        assertThat(section(key.name()))
                .contains("- Values: " + key.syntax().shape() + "\n")
                .contains("- Default: `" + standard + "`\n")
                .contains("- Set for: " + String.join(", ", levels) + "\n");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void each_example_can_be_typed_as_it_stands(PolicyKey<?> key) throws IOException {
        MatchResult example =
                EXAMPLE.matcher(section(key.name())).results().findFirst().orElseThrow();
        assertThat(example.group(1)).isEqualTo(key.name());
        String written = example.group(2);
        String value =
                written.startsWith("\"") ? written.substring(1, written.length() - 1) : written;
        String option = example.group(3);
        Level level =
                option == null
                        ? Level.ORGANISATION
                        : option.equals("user") ? Level.USER : Level.MAILBOX;
        assertThat(Policies.check(key.name(), value, level))
                .isInstanceOf(Syntax.Read.Accepted.class);
        assertThat(value).isNotEqualTo(key.standardText());
    }

    @Test
    void the_page_describes_no_key_that_is_none() throws IOException {
        List<String> described =
                Pattern.compile("(?m)^### `([^`]+)`$")
                        .matcher(page())
                        .results()
                        .map(found -> found.group(1))
                        .toList();
        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(keys().stream().map(PolicyKey::name).toList());
    }

    private static String section(String key) throws IOException {
        String page = page();
        int start = page.indexOf("### `" + key + "`\n");
        assertThat(start).as("section of " + key).isNotNegative();
        int end = page.indexOf("\n##", start + 3);
        return end < 0 ? page.substring(start) : page.substring(start, end);
    }

    private static String page() throws IOException {
        // Tests run in the folder of the module, whose parent is the root of the checkout.
        return Files.readString(Path.of("..", "docs", "policies.md"));
    }
}
