package org.tapline.bridge;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.bridge.addressbook.Exports;
import org.tapline.bridge.addressbook.Imports;
import org.tapline.bridge.api.HttpServer;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.bcc.BccAddresses;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.contacts.BulkContacts;
import org.tapline.bridge.contacts.CompanyRegister;
import org.tapline.bridge.contacts.ContactChanges;
import org.tapline.bridge.contacts.ContactMerges;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.PostgresServer;
import org.tapline.bridge.deals.Deals;
import org.tapline.bridge.enquiries.ConfirmationList;
import org.tapline.bridge.enquiries.ConfirmationRun;
import org.tapline.bridge.enquiries.Enquiries;
import org.tapline.bridge.enquiries.LeadRuleStore;
import org.tapline.bridge.history.Rekey;
import org.tapline.bridge.history.Rematch;
import org.tapline.bridge.holds.Holds;
import org.tapline.bridge.identity.AddressFolding;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.identity.Domains;
import org.tapline.bridge.ingest.IngestListener;
import org.tapline.bridge.ingest.SystemDns;
import org.tapline.bridge.intake.Intake;
import org.tapline.bridge.intake.Parking;
import org.tapline.bridge.jobs.JobRunner;
import org.tapline.bridge.jobs.Jobs;
import org.tapline.bridge.ledger.Ledger;
import org.tapline.bridge.mailbox.Enrolment;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.mailbox.StoredBccAddresses;
import org.tapline.bridge.mailbox.Users;
import org.tapline.bridge.milter.KnownMailboxes;
import org.tapline.bridge.milter.MilterListener;
import org.tapline.bridge.mime.MailReader;
import org.tapline.bridge.mime.ReadLimits;
import org.tapline.bridge.mining.Mining;
import org.tapline.bridge.ops.Health;
import org.tapline.bridge.ops.RepeatedRequests;
import org.tapline.bridge.ops.Tokens;
import org.tapline.bridge.person.Erasure;
import org.tapline.bridge.person.PersonExport;
import org.tapline.bridge.person.Persons;
import org.tapline.bridge.preview.Rehearsal;
import org.tapline.bridge.retention.BlobSweep;
import org.tapline.bridge.retention.Retention;
import org.tapline.bridge.sharing.Marks;
import org.tapline.bridge.sharing.Sights;
import org.tapline.bridge.timeline.Messages;
import org.tapline.bridge.timeline.Search;
import org.tapline.bridge.timeline.Timeline;
import org.tapline.journal.Journal;

/// The running bridge: database, intake and HTTP, started in this order and stopped in the reverse
/// one.
public final class Bridge implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Bridge.class);

    /// Batches filed at once: while one waits for the disk another computes. More only make each
    /// of them smaller, and half of the database's connections are for others.
    private static final int INTAKE_PARALLELISM =
            Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 2, 8);

    private final Deque<AutoCloseable> parts;
    private final HttpServer http;
    private final Optional<IngestListener> mail;
    private final Optional<MilterListener> milter;

    private Bridge(
            Deque<AutoCloseable> parts,
            HttpServer http,
            Optional<IngestListener> mail,
            Optional<MilterListener> milter) {
        this.parts = parts;
        this.http = http;
        this.mail = mail;
        this.milter = milter;
    }

    /// Starts everything and begins to take entries out of the journal. A database of somebody
    /// else's that does not answer yet is waited for: until then HTTP says so, and entries stay in
    /// the journal.
    ///
    /// @param journal stays open when the bridge is closed: it belongs to the caller
    /// @throws DatabaseException when the database cannot be used; nothing is left running
    /// @throws IOException when the data folder cannot be used; nothing is left running
    public static Bridge start(BridgeSettings settings, Journal journal, MeterRegistry meters)
            throws IOException {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            return start(settings, journal, meters, parts);
        } catch (IOException | RuntimeException e) {
            close(parts);
            throw e;
        }
    }

    private static Bridge start(
            BridgeSettings settings,
            Journal journal,
            MeterRegistry meters,
            Deque<AutoCloseable> parts)
            throws IOException {
        Database database = database(settings, parts);
        parts.push(database);
        BlobStore blobs = new BlobStore(database, settings.data().resolve("blobs"));
        Users users = new Users(database, settings.ownDomains());
        Mailboxes mailboxes = new Mailboxes(database, users);
        PolicySettings policies = new PolicySettings(database);
        Supplier<AddressFolding> folding =
                () -> policies.effective(Optional.empty(), Optional.empty()).folding();
        Contacts contacts = new Contacts(database, folding);
        Parking parking = new Parking(database, blobs);
        Tokens tokens = new Tokens(database);
        Audit audit = new Audit(database);
        LeadRuleStore leads = new LeadRuleStore(database, audit);
        Optional<String> crmDomain = settings.bcc().map(BccListener::domain).map(Domains::toAscii);
        Path administrator = settings.data().resolve("admin.token");
        Tokens.ensureFile(administrator);
        Intake intake =
                new Intake(
                        database,
                        new MailReader(ReadLimits.standard()),
                        blobs,
                        users,
                        mailboxes,
                        policies,
                        contacts,
                        parking,
                        crmDomain,
                        new Enquiries(
                                database,
                                leads,
                                settings.relay().isPresent(),
                                address -> ours(address, users, crmDomain),
                                Clock.systemUTC()),
                        Clock.systemUTC(),
                        meters);
        Gauge.builder("tapline.journal.depth", journal, each -> each.state().depth())
                .description("Observations that wait")
                .register(meters);
        Jobs jobs = new Jobs(database);
        Rematch rematch = new Rematch(database, jobs);
        Rekey rekey = new Rekey(database, jobs, folding);
        Imports imports =
                new Imports(
                        database,
                        jobs,
                        new BulkContacts(database, contacts),
                        policies,
                        rematch,
                        audit);
        Mining mining = new Mining(database, jobs, contacts, users, policies, rematch, audit);
        ContactChanges changes = new ContactChanges(database, contacts, rematch, audit);
        Marks marks = new Marks(database, audit);
        Sights sights = new Sights(database, policies, marks);
        Health health = Health.watching(database, () -> tokens.ensureAdministrator(administrator));
        parts.push(health);
        Optional<BccAddresses> bcc =
                settings.bcc()
                        .map(
                                each ->
                                        new BccAddresses(
                                                each.domain(),
                                                new StoredBccAddresses(database),
                                                new SecureRandom()));
        Messages messages = new Messages(database, contacts, sights);
        BlobSweep sweep = new BlobSweep(database, blobs);
        Retention retention = new Retention(database, policies, sweep, Clock.systemUTC(), meters);
        parts.push(retention);
        Erasure erasure =
                new Erasure(database, blobs, sweep, journal, policies, users, Clock.systemUTC());
        parts.push(erasure);
        HttpServer http =
                HttpServer.start(
                        settings.http(),
                        new HttpServer.Rooms(
                                settings.version(),
                                database,
                                journal,
                                intake,
                                parking,
                                blobs,
                                contacts,
                                changes,
                                new ContactMerges(database, contacts, changes, audit),
                                new CompanyRegister(database, audit),
                                new Deals(database, audit),
                                jobs,
                                imports,
                                new Exports(contacts, audit),
                                mining,
                                users,
                                mailboxes,
                                new Enrolment(database, audit, Clock.systemUTC()),
                                bcc,
                                new Ledger(database),
                                policies,
                                new Timeline(database, contacts, sights),
                                messages,
                                new Search(database, policies, sights),
                                sights,
                                marks,
                                audit,
                                new Rehearsal(database, policies, users, contacts),
                                health,
                                tokens,
                                leads,
                                new ConfirmationList(database),
                                settings.relay().isPresent(),
                                new RepeatedRequests(database),
                                new Holds(database),
                                retention,
                                new Persons(database, contacts),
                                new PersonExport(
                                        database,
                                        contacts,
                                        messages,
                                        sights,
                                        blobs,
                                        Clock.systemUTC()),
                                erasure,
                                meters));
        parts.push(http);
        parts.push(
                JobRunner.start(
                        database, jobs, List.of(rematch, rekey, imports, mining), rekey::keep));
        parts.push(journal.subscribe(INTAKE_PARALLELISM, intake));
        if (settings.relay().isPresent()) {
            parts.push(
                    new ConfirmationRun(
                                    database,
                                    blobs,
                                    settings.relay().get(),
                                    new SystemDns(),
                                    journal,
                                    Clock.systemUTC())
                            .start());
        }
        Optional<IngestListener> mail = Optional.empty();
        if (settings.bcc().isPresent() && settings.bcc().get().address().isPresent()) {
            IngestListener listener =
                    BccMail.listen(
                            settings.bcc().get(),
                            settings.data().resolve("ingest"),
                            bcc.orElseThrow(),
                            new BccMail.Owners(users, mailboxes),
                            journal);
            parts.push(listener);
            mail = Optional.of(listener);
        }
        Optional<MilterListener> milter = Optional.empty();
        if (settings.milter().isPresent()) {
            KnownMailboxes own =
                    MilterMail.known(
                            users,
                            mailboxes,
                            settings.ownDomains(),
                            settings.milter().get().everybody());
            parts.push(own);
            MilterListener listener =
                    MilterMail.listen(
                            settings.milter().get(),
                            settings.data().resolve("milter"),
                            own,
                            journal,
                            meters);
            parts.push(listener);
            milter = Optional.of(listener);
        }
        return new Bridge(parts, http, mail, milter);
    }

    private static boolean ours(String address, Users users, Optional<String> crmDomain) {
        AddressKey key = AddressKey.of(address);
        return users.own().of(key).own() || crmDomain.filter(key.domain()::equals).isPresent();
    }

    private static Database database(BridgeSettings settings, Deque<AutoCloseable> parts) {
        if (settings.database().isPresent()) {
            BridgeSettings.Database given = settings.database().get();
            return Database.awaited(given.url(), given.user(), given.passwordFile());
        }
        PostgresServer server = PostgresServer.start(settings.data().resolve("database"));
        parts.push(server);
        return Database.embedded(server);
    }

    /// Where HTTP is served, with the port that was found when the settings left it open.
    public InetSocketAddress http() {
        return http.address();
    }

    /// Where mail to the CRM's domain is taken; empty when it is not.
    public Optional<InetSocketAddress> mail() {
        return mail.map(IngestListener::address);
    }

    /// Where mail servers show their mail; empty when they do not.
    public Optional<InetSocketAddress> milter() {
        return milter.map(MilterListener::address);
    }

    /// Ends the mail listeners, intake, then HTTP, then the database. What waits in the journal
    /// stays there.
    @Override
    public void close() {
        close(parts);
    }

    private static void close(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                log.warn("closing {} failed", part.getClass().getSimpleName(), e);
            }
        }
    }
}
