package org.tapline.bridge.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.TestServer;
import org.tapline.bridge.policy.Choice;
import org.tapline.bridge.policy.Level;
import org.tapline.bridge.policy.PolicyKeys;

/// A change of policy reaches whoever files mail, in this bridge and in the others.
class PolicySettingsTest {
    /// Issue 5: five seconds.
    private static final Duration PROMISED = Duration.ofSeconds(5);

    private static Database database;

    @BeforeAll
    static void open() {
        database = TestServer.newDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void a_change_holds_at_once_here_and_within_five_seconds_in_another_bridge() {
        PolicySettings here = new PolicySettings(database);
        PolicySettings elsewhere = new PolicySettings(database);
        assertThat(body(here)).isEqualTo(Choice.Body.FULL);
        assertThat(body(elsewhere)).isEqualTo(Choice.Body.FULL);

        here.set(PolicySettings.Scope.ORGANISATION, "store.body", "none", "anna");

        assertThat(body(here)).isEqualTo(Choice.Body.NONE);
        await().atMost(PROMISED).until(() -> body(elsewhere) == Choice.Body.NONE);
        here.unset(PolicySettings.Scope.ORGANISATION, "store.body", "anna");
        assertThat(body(here)).isEqualTo(Choice.Body.FULL);
        await().atMost(PROMISED).until(() -> body(elsewhere) == Choice.Body.FULL);
    }

    @Test
    void a_change_is_audited_with_before_and_after_and_one_to_the_same_value_is_none() {
        PolicySettings settings = new PolicySettings(database);
        PolicySettings.Scope user = new PolicySettings.Scope(Level.USER, 7);
        settings.set(user, "visibility.inbound", "metadata", "anna");
        settings.set(user, "visibility.inbound", "everything", "ben");
        settings.set(user, "visibility.inbound", "everything", "carl");

        List<Audit.Line> lines =
                new Audit(database)
                        .list(100, Long.MAX_VALUE).stream()
                                .filter(each -> each.subject().equals("user 7 visibility.inbound"))
                                .toList();
        assertThat(lines).extracting(Audit.Line::actor).containsExactly("ben", "anna");
        assertThat(lines.getFirst().before().orElseThrow().asString()).isEqualTo("metadata");
        assertThat(lines.getFirst().after().orElseThrow().asString()).isEqualTo("everything");
        assertThat(lines.getLast().before()).isEmpty();
    }

    private static Choice.Body body(PolicySettings settings) {
        return settings.effective(Optional.empty(), Optional.empty()).get(PolicyKeys.STORE_BODY);
    }
}
