package org.tapline.bridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.Seen;
import org.tapline.bridge.contacts.Contact;
import org.tapline.bridge.enquiries.StoredRule;
import org.tapline.bridge.mailbox.PolicySettings.Scope;
import org.tapline.bridge.timeline.Entry;
import org.tapline.bridge.timeline.FullMessage;
import org.tapline.journal.Content;
import org.tapline.journal.Observation;

/// Lead notifications through the whole intake.
class EnquiryTest {
    @TempDir Path data;
    private Rooms rooms;
    private Portal portal;

    @BeforeEach
    void open() throws IOException {
        rooms = Rooms.open(data);
        portal = new Portal(rooms);
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void an_enquirer_becomes_a_contact_and_has_the_notification_on_the_timeline() {
        portal.rule(Optional.empty());
        rooms.file(
                portal.inbox(1),
                portal.notification("n1", "Gus Gray <gus@gmail.com>", "List-Unsubscribe: <x:y>"));

        Contact contact = rooms.contacts().find("gus@gmail.com").orElseThrow();
        assertThat(contact.origin()).isEqualTo("lead");
        assertThat(contact.name()).isEqualTo("Gus Gray");
        Entry entry = rooms.only("gus@gmail.com");
        assertThat(entry.direction()).isEqualTo("inbound");
        assertThat(entry.from()).extracting(Entry.Person::address).containsExactly("gus@gmail.com");
        assertThat(rooms.full(entry).text()).contains("Is it free?");
        assertThat(explained(entry))
                .anyMatch(line -> line.contains("An enquiry of gus@gmail.com"))
                .anyMatch(line -> line.equals("New contact (lead rule homes)."));
        assertThat(rooms.contacts().find("notify@portal.test")).isEmpty();
    }

    @Test
    void the_enquiry_is_one_message_however_often_and_wherever_it_is_seen() {
        portal.rule(Optional.of(portal.letter(true)));
        Content mail = portal.notification("n2", "hal@two.test");
        Observation first = portal.inbox(2);
        rooms.file(first, mail);
        rooms.file(first, mail);
        rooms.file(Seen.fetched("anna@acme.test", "INBOX", 2), mail);

        assertThat(rooms.only("hal@two.test").mailboxes())
                .containsExactly(Portal.SALES, "anna@acme.test");
        assertThat(portal.confirmations()).hasSize(1);
    }

    @Test
    void an_enquiry_counts_where_only_known_people_do_and_never_log_lists_hold() {
        portal.rule(Optional.empty());
        rooms.settings().set(Scope.ORGANISATION, "known-contacts-only", "true", "test");
        rooms.settings().set(Scope.ORGANISATION, "never-log.addresses", "no@three.test", "test");
        rooms.file(portal.inbox(3), portal.notification("n3", "yes@three.test"));
        rooms.file(portal.inbox(4), portal.notification("n4", "no@three.test"));

        assertThat(rooms.timelineOf("yes@three.test")).hasSize(1);
        assertThat(rooms.timelineOf("no@three.test")).isEmpty();
        assertThat(rooms.contacts().find("no@three.test")).isEmpty();
    }

    @Test
    void a_forwarded_notification_is_an_enquiry_too() {
        rooms.leads()
                .put(
                        new StoredRule(
                                "homes",
                                "portal.test",
                                Optional.empty(),
                                List.of("E-Mail"),
                                List.of("Name"),
                                List.of(),
                                List.of(),
                                Optional.empty()),
                        "test");
        rooms.file(
                Seen.handedIn(Portal.SALES, "crm@crm.acme.test"),
                Seen.mail(
                        """
                        ---------- Forwarded message ---------
                        From: Portal <notify@portal.test>
                        Date: Fri, Nov 20, 2026 at 9:31 AM
                        Subject: New enquiry
                        To: <sales@acme.test>

                        Name: Ida Igel
                        E-Mail: ida@four.test
                        """
                                .replace("\n", "\r\n"),
                        "From: " + Portal.SALES,
                        "To: crm@crm.acme.test",
                        "Subject: Fwd: New enquiry",
                        "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                        "Message-ID: <n5@acme.test>"));

        assertThat(rooms.full(rooms.only("ida@four.test")).unpacked())
                .extracting(FullMessage.Wrapping::kind)
                .containsExactly("forward", "lead");
        assertThat(rooms.contacts().find("ida@four.test").orElseThrow().name())
                .isEqualTo("Ida Igel");
    }

    private List<String> explained(Entry entry) {
        var told = rooms.messages().explain(Rooms.READING, Long.toString(entry.id())).orElseThrow();
        List<String> lines = new ArrayList<>();
        told.rules().forEach(each -> lines.add(each.text()));
        told.participants().forEach(each -> lines.add(each.text()));
        return lines;
    }
}
