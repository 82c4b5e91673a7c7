package org.tapline.bridge.addressbook;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.contacts.BulkContacts;
import org.tapline.bridge.contacts.BulkContacts.Result;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.history.Rematch;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.identity.Companies;
import org.tapline.bridge.identity.PersonNames;
import org.tapline.bridge.jobs.Progress;
import org.tapline.bridge.jobs.Work;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.policy.Policies;
import org.tapline.bridge.policy.PolicyKeys;

/// Files the contacts of one file: some hundred in a transaction. After a restart it reads the file
/// again and passes by what was filed.
final class ImportWork implements Work {
    /// Contacts of a piece.
    private static final int PIECE = 500;

    private final Database database;
    private final long job;
    private final BulkContacts bulk;
    private final PolicySettings settings;
    private final Rematch rematch;
    private final boolean dryRun;
    private final ChunkStream octets;
    private final Reader text;
    private final LineSource lines;
    private List<Line> next = List.of();
    private long reached;

    private record Settings(String format, Charset charset, boolean dryRun) {}

    ImportWork(
            Database database,
            long job,
            BulkContacts bulk,
            PolicySettings settings,
            Rematch rematch,
            Progress from)
            throws IOException {
        this.database = database;
        this.job = job;
        this.bulk = bulk;
        this.settings = settings;
        this.rematch = rematch;
        Settings of = settings();
        this.dryRun = of.dryRun();
        if (from.place().isEmpty()) {
            Texts.check(new ChunkStream(database, job), of.charset());
        }
        this.octets = new ChunkStream(database, job);
        this.text = Texts.reader(octets, of.charset());
        this.lines = of.format().equals("csv") ? new CsvContacts(text) : new VCards(text);
        long filed = from.place().isEmpty() ? 0 : Long.parseLong(from.place());
        for (long i = 0; i < filed; i++) {
            if (lines.next().isEmpty()) {
                break;
            }
        }
        this.reached = filed;
    }

    private Settings settings() {
        return jdbc().sql("select format, charset, dry_run from contact_import where job_id = :job")
                .param("job", job)
                .query(
                        (row, number) ->
                                new Settings(
                                        row.getString("format"),
                                        Charset.forName(row.getString("charset")),
                                        row.getBoolean("dry_run")))
                .single();
    }

    @Override
    public void read() throws IOException {
        List<Line> read = new ArrayList<>();
        while (read.size() < PIECE) {
            Optional<Line> line = lines.next();
            if (line.isEmpty()) {
                break;
            }
            read.add(line.get());
        }
        next = List.copyOf(read);
        reached += next.size();
    }

    @Override
    public Progress piece(Progress before) {
        if (next.isEmpty()) {
            finish();
            return new Progress(before.total(), before.total(), before.found(), "", true);
        }
        Policies policies = settings.effective(Optional.empty(), Optional.empty());
        List<BulkContacts.Entry> entries = new ArrayList<>();
        for (Line line : next) {
            switch (line) {
                case Line.Person person -> entries.add(entry(person, policies));
                case Line.Unusable unusable -> {}
            }
        }
        BulkContacts.Outcome outcome =
                bulk.file(entries, dryRun, dryRun ? before(entries) : Map.of());
        keep(outcome.fresh());
        long taken = count(entries, outcome.results());
        return new Progress(
                before.total(),
                Math.min(octets.count(), before.total()),
                before.found() + taken,
                Long.toString(reached),
                false);
    }

    private static BulkContacts.Entry entry(Line.Person person, Policies policies) {
        String primary = person.addresses().getFirst();
        return new BulkContacts.Entry(
                person.number(),
                person.name(),
                person.company(),
                policies.get(PolicyKeys.COMPANIES_CREATE)
                        ? Companies.domain(AddressKey.of(primary), policies.lists())
                        : Optional.empty(),
                person.addresses(),
                PersonNames.fromDisplay("", primary));
    }

    /// Notes what came of the piece, the refusals in the order of the file.
    ///
    /// @return contacts created or added to
    private long count(List<BulkContacts.Entry> entries, List<Result> results) {
        Map<Long, String> refusals = new HashMap<>();
        long created = 0;
        long merged = 0;
        long unchanged = 0;
        for (int i = 0; i < results.size(); i++) {
            switch (results.get(i)) {
                case Result.Created each -> created++;
                case Result.Merged each -> merged++;
                case Result.Unchanged each -> unchanged++;
                case Result.Refused refused ->
                        refusals.put(entries.get(i).number(), refused.reason());
            }
        }
        List<Line.Unusable> refused = new ArrayList<>();
        for (Line line : next) {
            switch (line) {
                case Line.Unusable unusable -> refused.add(unusable);
                case Line.Person person ->
                        Optional.ofNullable(refusals.get(person.number()))
                                .ifPresent(
                                        reason ->
                                                refused.add(
                                                        new Line.Unusable(
                                                                person.number(), reason)));
            }
        }
        note(created, merged, unchanged, refused);
        return created + merged;
    }

    private void note(long created, long merged, long unchanged, List<Line.Unusable> refused) {
        jdbc().sql(
                        """
                        with lines as (
                            insert into contact_import_refusal (job_id, line, reason)
                            select :job, r.line, r.reason
                            from unnest(:lines::bigint[], :reasons::text[]) with ordinality
                                as r(line, reason, place)
                            order by r.place)
                        update contact_import
                        set created = created + :created, merged = merged + :merged,
                            unchanged = unchanged + :unchanged, refused = refused + :refused
                        where job_id = :job
                        """)
                .param("job", job)
                .param("lines", refused.stream().map(Line.Unusable::number).toArray(Long[]::new))
                .param(
                        "reasons",
                        refused.stream()
                                .map(each -> Columns.text(each.reason()))
                                .toArray(String[]::new))
                .param("created", created)
                .param("merged", merged)
                .param("unchanged", unchanged)
                .param("refused", refused.size())
                .update();
    }

    /// Addresses of earlier pieces, which a dry run has not filed.
    private Map<String, Long> before(List<BulkContacts.Entry> entries) {
        Map<String, Long> before = new HashMap<>();
        jdbc().sql(
                        """
                        select address_key, line from contact_import_address
                        where job_id = :job and address_key = any(:keys)
                        """)
                .param("job", job)
                .param(
                        "keys",
                        entries.stream()
                                .flatMap(each -> each.addresses().stream())
                                .map(Contacts::key)
                                .map(this::match)
                                .toArray(String[]::new))
                .query(
                        row -> {
                            before.put(row.getString("address_key"), row.getLong("line"));
                        });
        return before;
    }

    private String match(String key) {
        return settings.effective(Optional.empty(), Optional.empty()).folding().fold(key);
    }

    private void keep(Map<String, Long> fresh) {
        jdbc().sql(
                        """
                        insert into contact_import_address (job_id, address_key, line)
                        select :job, f.* from unnest(:keys::text[], :lines::bigint[]) as f
                        on conflict do nothing
                        """)
                .param("job", job)
                .param("keys", fresh.keySet().toArray(String[]::new))
                .param("lines", fresh.values().toArray(Long[]::new))
                .update();
    }

    private void finish() {
        if (!dryRun) {
            rematch.enterImported("import " + job, job);
        }
        for (String sql :
                List.of(
                        "delete from contact_import_chunk where job_id = :job",
                        "delete from contact_import_address where job_id = :job")) {
            jdbc().sql(sql).param("job", job).update();
        }
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
