package org.tapline.bridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.Seen;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.contacts.Contact;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.contacts.Origin;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.TestServer;
import org.tapline.bridge.enquiries.Enquiries;
import org.tapline.bridge.enquiries.LeadRuleStore;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.ledger.Ledger;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.mailbox.Users;
import org.tapline.bridge.mime.MailReader;
import org.tapline.bridge.mime.ReadLimits;
import org.tapline.bridge.privacy.Viewer;
import org.tapline.bridge.sharing.Marks;
import org.tapline.bridge.sharing.Sights;
import org.tapline.bridge.timeline.Entry;
import org.tapline.bridge.timeline.FullMessage;
import org.tapline.bridge.timeline.Messages;
import org.tapline.bridge.timeline.Position;
import org.tapline.bridge.timeline.Timeline;
import org.tapline.journal.Content;
import org.tapline.journal.Journal;
import org.tapline.journal.Observation;

/// The rooms around intake on a database of their own, without HTTP and journal.
record Rooms(
        Database database,
        BlobStore blobs,
        Users users,
        Mailboxes mailboxes,
        Contacts contacts,
        PolicySettings settings,
        Parking parking,
        Intake intake,
        Timeline timeline,
        Messages messages,
        LeadRuleStore leads)
        implements AutoCloseable {
    static final Position NEWEST = Position.NEWEST;
    static final Viewer READING = new Viewer.Administrator(true);

    static Rooms open(Path data) throws IOException {
        return on(TestServer.newDatabase(), data);
    }

    /// One more bridge on a database that is there.
    static Rooms on(Database database, Path data) throws IOException {
        BlobStore blobs = new BlobStore(database, data.resolve("blobs"));
        Users users = new Users(database, Set.of("acme.test"));
        Mailboxes mailboxes = new Mailboxes(database, users);
        Contacts contacts = new Contacts(database);
        PolicySettings settings = new PolicySettings(database);
        Parking parking = new Parking(database, blobs);
        Sights sights = new Sights(database, settings, new Marks(database, new Audit(database)));
        LeadRuleStore leads = new LeadRuleStore(database, new Audit(database));
        Intake intake =
                new Intake(
                        database,
                        new MailReader(ReadLimits.standard()),
                        blobs,
                        users,
                        mailboxes,
                        settings,
                        contacts,
                        parking,
                        Optional.of("crm.acme.test"),
                        new Enquiries(
                                database,
                                leads,
                                true,
                                address -> users.own().of(AddressKey.of(address)).own(),
                                Clock.fixed(Seen.NOW, ZoneOffset.UTC)),
                        Clock.systemUTC(),
                        new SimpleMeterRegistry());
        return new Rooms(
                database,
                blobs,
                users,
                mailboxes,
                contacts,
                settings,
                parking,
                intake,
                new Timeline(database, contacts, sights),
                new Messages(database, contacts, sights),
                leads);
    }

    Contact addContact(String address) {
        return contacts.add(
                new Contacts.NewContact(
                        "Somebody",
                        List.of(address),
                        Optional.empty(),
                        Optional.empty(),
                        Origin.MANUAL));
    }

    List<Entry> timelineOf(String address) {
        return timeline.ofAddresses(READING, List.of(Contacts.key(address)), 100, NEWEST).items();
    }

    /// Has the intake take an observation, and nothing parked.
    void file(Observation observation, Content mail) {
        assertThat(intake.consume(observation, mail)).isEqualTo(Journal.Verdict.STORED);
        assertThat(parking.list()).isEmpty();
    }

    /// The one message on the timeline of an address.
    Entry only(String address) {
        List<Entry> entries = timelineOf(address);
        assertThat(entries).as("timeline of %s", address).hasSize(1);
        return entries.getFirst();
    }

    FullMessage full(Entry entry) {
        return messages.find(READING, Long.toString(entry.id()))
                .flatMap(messages::full)
                .orElseThrow();
    }

    byte[] raw(Entry entry) throws IOException {
        var found = messages.find(READING, Long.toString(entry.id())).orElseThrow();
        return blobs.open(messages.raw(found).orElseThrow()).readAllBytes();
    }

    List<Ledger.Folder> ledger(String mailbox) {
        return new Ledger(database).show(mailboxes.find(mailbox).orElseThrow().id());
    }

    @Override
    public void close() {
        database.close();
    }
}
