package org.tapline.bench.intake;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.PostgresServer;
import org.tapline.bridge.intake.Intake;
import org.tapline.bridge.intake.Parking;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.mailbox.Users;
import org.tapline.bridge.mime.MailReader;
import org.tapline.bridge.mime.ReadLimits;
import org.tapline.bridge.sharing.Marks;
import org.tapline.bridge.sharing.Sights;
import org.tapline.bridge.timeline.Search;
import org.tapline.bridge.timeline.Timeline;

/// A bridge without HTTP on an embedded server, as `tapline start` sets it up.
record Bench(
        PostgresServer server,
        Database database,
        Intake intake,
        Parking parking,
        Contacts contacts,
        Timeline timeline,
        Search search)
        implements AutoCloseable {

    static Bench open(Path data) throws IOException {
        PostgresServer server = PostgresServer.start(data.resolve("database"));
        Database database = Database.embedded(server);
        BlobStore blobs = new BlobStore(database, data.resolve("blobs"));
        Users users = new Users(database, Set.of("acme.test"));
        Contacts contacts = new Contacts(database);
        Parking parking = new Parking(database, blobs);
        PolicySettings settings = new PolicySettings(database);
        Sights sights = new Sights(database, settings, new Marks(database, new Audit(database)));
        Intake intake =
                new Intake(
                        database,
                        new MailReader(ReadLimits.standard()),
                        blobs,
                        users,
                        new Mailboxes(database, users),
                        settings,
                        contacts,
                        parking,
                        Clock.systemUTC(),
                        new SimpleMeterRegistry());
        return new Bench(
                server,
                database,
                intake,
                parking,
                contacts,
                new Timeline(database, contacts, sights),
                new Search(database, settings, sights));
    }

    long count(String table) {
        return database.jdbc().sql("select count(*) from " + table).query(Long.class).single();
    }

    @Override
    public void close() {
        database.close();
        server.close();
    }
}
