package org.tapline.bridge.deals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.contacts.Contact;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.contacts.Origin;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.TestServer;
import org.tapline.bridge.deals.MessageLinks.Kind;
import org.tapline.bridge.deals.MessageLinks.Outcome;
import org.tapline.bridge.deals.MessageLinks.Target;
import org.tapline.bridge.deals.MessageLinks.Why;

class MessageLinksTest {
    private static Database database;
    private static Deals deals;
    private static MessageLinks links;
    private static Contacts contacts;

    @BeforeAll
    static void open() {
        database = TestServer.newDatabase();
        deals = new Deals(database, new Audit(database));
        links = new MessageLinks(database);
        contacts = new Contacts(database);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void a_message_is_linked_to_a_deal_once_and_unlinked() {
        Target deal = new Target(Kind.DEAL, deal().id());
        long message = message("linked");

        assertThat(links.link(message, deal, Why.BCC, "anna@acme.test")).isEqualTo(Outcome.LINKED);
        assertThat(links.link(message, deal, Why.MANUAL, "ben")).isEqualTo(Outcome.THERE);

        assertThat(links.of(message))
                .singleElement()
                .satisfies(
                        link -> {
                            assertThat(link.target()).isEqualTo(deal);
                            assertThat(link.why()).isEqualTo(Why.BCC);
                            assertThat(link.by()).isEqualTo("anna@acme.test");
                            assertThat(link.wholeThread()).isFalse();
                        });
        assertThat(links.unlink(message, deal)).isTrue();
        assertThat(links.unlink(message, deal)).isFalse();
        assertThat(links.of(message)).isEmpty();
    }

    @Test
    void a_link_to_the_thread_widens_one_to_the_message_and_is_not_narrowed() {
        Target deal = new Target(Kind.DEAL, deal().id());
        long message = message("widened");
        links.link(message, deal, Why.MANUAL, "anna");

        assertThat(links.linkThread(message, deal, Why.MANUAL, "anna")).isEqualTo(Outcome.LINKED);
        assertThat(links.link(message, deal, Why.MANUAL, "anna")).isEqualTo(Outcome.THERE);

        assertThat(links.of(message)).extracting(MessageLinks.Link::wholeThread).containsOnly(true);
    }

    @Test
    void what_is_not_there_is_not_linked() {
        long message = message("unlinked");

        for (Kind kind : Kind.values()) {
            assertThat(links.link(message, new Target(kind, 99_999), Why.BCC, "anna"))
                    .as(kind.label())
                    .isEqualTo(Outcome.UNKNOWN);
        }
        assertThat(links.link(99_999, new Target(Kind.DEAL, deal().id()), Why.BCC, "anna"))
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(links.of(message)).isEmpty();
    }

    @Test
    void one_message_belongs_to_a_contact_a_company_and_a_deal() {
        Contact contact =
                contacts.add(
                        new Contacts.NewContact(
                                "Carol",
                                List.of("carol@kunde.test"),
                                Optional.of("Kunde"),
                                Optional.empty(),
                                Origin.MANUAL));
        long company =
                database.jdbc()
                        .sql("select company_id from contact where id = :id")
                        .param("id", contact.id())
                        .query(Long.class)
                        .single();
        long message = message("all three");
        List<Target> targets =
                List.of(
                        new Target(Kind.CONTACT, contact.id()),
                        new Target(Kind.COMPANY, company),
                        new Target(Kind.DEAL, deal().id()));

        targets.forEach(
                target ->
                        assertThat(links.link(message, target, Why.BCC, "anna"))
                                .isEqualTo(Outcome.LINKED));

        assertThat(links.of(message))
                .extracting(MessageLinks.Link::target)
                .containsExactlyElementsOf(targets);
    }

    private static Deal deal() {
        return deals.create("Roof", List.of(), Optional.empty(), "anna");
    }

    private static long message(String key) {
        return database.jdbc()
                .sql(
                        """
                        insert into message
                            (message_key, fingerprint, thread_id, occurred_at, direction, subject,
                             references_to, headers, body_text, kind, defects)
                        values (:key, :key, nextval('thread_id'), now(), 'inbound', 'Roof',
                                '{}', '[]', '', '{}', '[]')
                        returning id
                        """)
                .param("key", key)
                .query(Long.class)
                .single();
    }
}
