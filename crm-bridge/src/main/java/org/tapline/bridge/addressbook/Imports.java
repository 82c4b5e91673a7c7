package org.tapline.bridge.addressbook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.contacts.BulkContacts;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.history.Rematch;
import org.tapline.bridge.jobs.Jobs;
import org.tapline.bridge.jobs.Progress;
import org.tapline.bridge.jobs.Work;
import org.tapline.bridge.mailbox.PolicySettings;

/// Takes files of contacts in, and says what came of them.
public final class Imports implements Work.Kind {
    /// Octets held at once.
    private static final int CHUNK = 256 * 1024;

    /// A waiting import is not begun before its file is here; abandoned ones are never begun.
    private static final Duration UPLOAD = Duration.ofDays(3_650);

    private final Database database;
    private final Jobs jobs;
    private final BulkContacts bulk;
    private final PolicySettings settings;
    private final Rematch rematch;
    private final Audit audit;

    public Imports(
            Database database,
            Jobs jobs,
            BulkContacts bulk,
            PolicySettings settings,
            Rematch rematch,
            Audit audit) {
        this.database = database;
        this.jobs = jobs;
        this.bulk = bulk;
        this.settings = settings;
        this.rematch = rematch;
        this.audit = audit;
    }

    /// What a file is written in.
    public enum Format {
        CSV,
        VCARD;

        /// As stored and asked for: `vcard`.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String name() {
        return "import";
    }

    /// Takes a file in; a job files it.
    ///
    /// @param charset of the file, unless it begins with a byte order mark
    /// @param most octets taken
    /// @return empty when the file is larger; nothing is left of it
    public Optional<Import> take(
            Format format,
            Charset charset,
            boolean dryRun,
            InputStream file,
            long most,
            String actor)
            throws IOException {
        long job =
                database.transaction(
                        () -> {
                            long id = jobs.enter(name(), "file", UPLOAD);
                            jdbc().sql(
                                            """
                                            insert into contact_import
                                                (job_id, format, charset, dry_run)
                                            values (:job, :format, :charset, :dryRun)
                                            """)
                                    .param("job", id)
                                    .param("format", format.label())
                                    .param("charset", charset.name())
                                    .param("dryRun", dryRun)
                                    .update();
                            return id;
                        });
        long size = 0;
        try {
            size = store(job, file, most);
        } finally {
            if (size <= 0) {
                jdbc().sql("delete from job where id = :job").param("job", job).update();
            }
        }
        if (size <= 0) {
            return Optional.empty();
        }
        begin(job, size, dryRun ? "contact.import-dry-run" : "contact.import", actor);
        return byId(job);
    }

    private long store(long job, InputStream file, long most) throws IOException {
        long size = 0;
        int position = 0;
        byte[] buffer = new byte[CHUNK];
        for (int read = file.readNBytes(buffer, 0, CHUNK);
                read > 0;
                read = file.readNBytes(buffer, 0, CHUNK)) {
            size += read;
            if (size > most) {
                return 0;
            }
            jdbc().sql(
                            """
                            insert into contact_import_chunk (job_id, position, content)
                            values (:job, :position, :content)
                            """)
                    .param("job", job)
                    .param("position", position++)
                    .param("content", Arrays.copyOf(buffer, read))
                    .update();
        }
        return size;
    }

    private void begin(long job, long size, String action, String actor) {
        database.transaction(
                () -> {
                    jdbc().sql(
                                    """
                                    update job set total = :size, run_after = now(),
                                        subject = 'import ' || id
                                    where id = :job
                                    """)
                            .param("size", size)
                            .param("job", job)
                            .update();
                    audit.change(
                            actor, action, "import " + job, Optional.empty(), Optional.empty());
                    return true;
                });
    }

    public Optional<Import> byId(long id) {
        return jdbc().sql(
                        """
                        select j.id, i.format, i.dry_run, j.state, j.total, j.done, i.created,
                               i.merged, i.unchanged, i.refused, j.error, j.created_at,
                               (select max(r.id) from job r
                                where r.kind = 'rematch' and r.subject = 'import ' || j.id)
                                   as rematch
                        from contact_import i join job j on j.id = i.job_id
                        where j.id = :id
                        """)
                .param("id", id)
                .query(
                        (row, number) ->
                                new Import(
                                        row.getLong("id"),
                                        row.getString("format"),
                                        row.getBoolean("dry_run"),
                                        row.getString("state"),
                                        row.getLong("total"),
                                        row.getLong("done"),
                                        row.getLong("created"),
                                        row.getLong("merged"),
                                        row.getLong("unchanged"),
                                        row.getLong("refused"),
                                        Optional.ofNullable(row.getString("error")),
                                        Columns.number(row, "rematch"),
                                        Columns.instant(row, "created_at")))
                .optional();
    }

    /// The lines that were refused, in the order of the file.
    ///
    /// @param after id of the last one of the page before; 0 for the first page
    public List<Import.Refusal> refusals(long id, int limit, long after) {
        return jdbc().sql(
                        """
                        select id, line, reason from contact_import_refusal
                        where job_id = :job and id > :after order by id limit :limit
                        """)
                .param("job", id)
                .param("after", after)
                .param("limit", limit)
                .query(
                        (row, number) ->
                                new Import.Refusal(
                                        row.getLong("id"),
                                        row.getLong("line"),
                                        row.getString("reason")))
                .list();
    }

    @Override
    public Work open(long job, Progress from) throws IOException {
        return new ImportWork(database, job, bulk, settings, rematch, from);
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
