package org.tapline.bridge.person;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.privacy.Sight;
import org.tapline.bridge.privacy.Viewer;
import org.tapline.bridge.sharing.Sights;
import org.tapline.bridge.timeline.FullMessage;
import org.tapline.bridge.timeline.Messages;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// Everything that is kept of a person, as a zip file (GDPR articles 15 and 20).
///
/// Mail that others share is in it as the person got or sent it. Blind copies are left out unless
/// the person wrote the mail: who else got it secretly is not theirs to know (article 15 (4)). Mail
/// among others that only mentions the person is not in it.
///
/// Messages are read one after the other, so that its size does not matter.
public final class PersonExport {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();

    private static final String RULES =
            """
            What this is: all that is kept of one person, on demand of that person.

            person.json    addresses, names and contact data
            messages.json  every message the person sent or received, with text and headers
            messages/      the same messages as octets (RFC 5322), as far as they are kept
            excluded.json  messages of which only the reason is kept why they were left out
            reads.json     who read the full text of these messages, and when

            Blind copies are named only in mail that the person wrote. Mail among other people that
            mentions the person is not here.
            """;

    private final Database database;
    private final Contacts contacts;
    private final Messages messages;
    private final Sights sights;
    private final BlobStore blobs;
    private final Clock clock;

    public PersonExport(
            Database database,
            Contacts contacts,
            Messages messages,
            Sights sights,
            BlobStore blobs,
            Clock clock) {
        this.database = database;
        this.contacts = contacts;
        this.messages = messages;
        this.sights = sights;
        this.blobs = blobs;
        this.clock = clock;
    }

    /// A message of the person, as far as the viewer sees it.
    private record Taken(Messages.Found found, boolean author) {
        boolean full() {
            return found.seeing().atLeast(Sight.EVERYTHING);
        }
    }

    /// What is about to be written.
    ///
    /// @param full ids of the messages that are shown in full, to be noted in the audit log
    public record Plan(List<Long> all, List<Long> full) {}

    /// What the viewer would get.
    public Plan plan(Person person, Viewer viewer) {
        List<Long> all = new ArrayList<>();
        List<Long> full = new ArrayList<>();
        for (Long id : roles(person).keySet()) {
            messages.find(viewer, Long.toString(id))
                    .ifPresent(
                            found -> {
                                all.add(id);
                                if (found.seeing().atLeast(Sight.EVERYTHING)) {
                                    full.add(id);
                                }
                            });
        }
        return new Plan(all, full);
    }

    /// Writes the zip file; the caller closes the stream.
    ///
    /// @param plan what was noted: nothing else is written
    public void write(Person person, Viewer viewer, Plan plan, OutputStream out)
            throws IOException {
        Map<Long, Set<String>> roles = roles(person);
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        file(zip, "README.txt", RULES.getBytes(StandardCharsets.UTF_8));
        file(zip, "person.json", JSON.writeValueAsBytes(about(person)));
        zip.putNextEntry(new ZipEntry("messages.json"));
        String between = "[";
        for (Long id : plan.all()) {
            Optional<Taken> taken = taken(id, viewer, roles);
            if (taken.isPresent()) {
                zip.write((between + "\n").getBytes(StandardCharsets.UTF_8));
                zip.write(JSON.writeValueAsBytes(shown(taken.get(), person)));
                between = ",";
            }
        }
        zip.write((between.equals("[") ? "[]\n" : "\n]\n").getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        for (Long id : plan.full()) {
            Optional<Taken> taken = taken(id, viewer, roles).filter(Taken::full);
            if (taken.isPresent()) {
                octets(zip, taken.get());
            }
        }
        file(zip, "excluded.json", JSON.writeValueAsBytes(excluded(person, viewer)));
        file(zip, "reads.json", JSON.writeValueAsBytes(reads(plan.full())));
        zip.finish();
    }

    private Optional<Taken> taken(long id, Viewer viewer, Map<Long, Set<String>> roles) {
        Set<String> role = roles.getOrDefault(id, Set.of());
        return messages.find(viewer, Long.toString(id))
                .filter(found -> found.id() == id)
                .map(
                        found ->
                                new Taken(
                                        found,
                                        role.contains("from")
                                                || role.contains("sender")
                                                || role.contains("author")));
    }

    private Map<String, Object> about(Person person) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("exported_at", clock.instant().toString());
        about.put("addresses", person.addresses());
        about.put("names", person.names());
        about.put(
                "contacts",
                person.contacts().stream().flatMap(id -> contacts.byId(id).stream()).toList());
        return about;
    }

    private Map<String, Object> shown(Taken taken, Person person) {
        FullMessage full = messages.full(taken.found()).orElseThrow();
        Map<String, Object> shown = new LinkedHashMap<>();
        JSON.valueToTree(full)
                .propertyStream()
                .forEach(member -> shown.put(member.getKey(), member.getValue()));
        if (!taken.author()) {
            shown.put(
                    "bcc",
                    full.entry().bcc().stream()
                            .filter(each -> person.keys().contains(Contacts.key(each.address())))
                            .toList());
            shown.put(
                    "headers",
                    full.headers().stream()
                            .filter(
                                    field ->
                                            !field.name()
                                                    .toLowerCase(Locale.ROOT)
                                                    .matches("(resent-)?bcc"))
                            .toList());
        }
        if (taken.full()) {
            shown.put("file", fileName(taken.found().id()));
        }
        return shown;
    }

    private void octets(ZipOutputStream zip, Taken taken) throws IOException {
        Optional<String> raw = messages.raw(taken.found());
        if (raw.isEmpty()) {
            return;
        }
        try (InputStream in = blobs.open(raw.get())) {
            zip.putNextEntry(new ZipEntry(fileName(taken.found().id())));
            if (taken.author()) {
                in.transferTo(zip);
            } else {
                BlindCopies.leaveOut(in, new Unclosed(zip));
            }
            zip.closeEntry();
        } catch (NoSuchFileException gone) {
            // the text is in messages.json
            return;
        }
    }

    private static String fileName(long id) {
        return "messages/" + id + ".eml";
    }

    private List<Map<String, Object>> excluded(Person person, Viewer viewer) {
        Set<Long> seen = sights.excluded(viewer);
        List<Map<String, Object>> all = new ArrayList<>();
        jdbc().sql(
                        """
                        select d.message_id, d.decided_at, d.reason, b.login
                        from decision d join mailbox b on b.id = d.mailbox_id
                        where d.outcome = 'excluded' and d.mailbox_id = any(:seen)
                          and exists (select from jsonb_array_elements(d.addresses) a
                                      where lower(a ->> 'address') = any(:addresses))
                        order by d.decided_at
                        """)
                .param("seen", seen.toArray(Long[]::new))
                .param(
                        "addresses",
                        person.addresses().stream()
                                .map(each -> each.toLowerCase(Locale.ROOT))
                                .toArray(String[]::new))
                .query(
                        row -> {
                            Map<String, Object> line = new LinkedHashMap<>();
                            line.put(
                                    "message_id",
                                    Objects.requireNonNullElse(row.getString("message_id"), ""));
                            line.put("decided_at", Columns.instant(row, "decided_at").toString());
                            line.put("reason", row.getString("reason"));
                            line.put("mailbox", row.getString("login"));
                            all.add(line);
                        });
        return all;
    }

    /// Reads of full mail, as the audit log has them: who, when, which of these messages.
    private List<Map<String, Object>> reads(List<Long> ids) {
        List<Map<String, Object>> all = new ArrayList<>();
        Set<Long> wanted = new HashSet<>(ids);
        jdbc().sql(
                        """
                        select a.at, a.actor, a.action,
                               (select array_agg(e::bigint) from jsonb_array_elements_text(a.after) e)
                               as ids
                        from audit a
                        where jsonb_typeof(a.after) = 'array'
                          and exists (select from jsonb_array_elements_text(a.after) e
                                      where e ~ '^[0-9]+$' and e::bigint = any(:ids))
                        order by a.id
                        """)
                .param("ids", ids.toArray(Long[]::new))
                .query(
                        row -> {
                            List<Long> shown = new ArrayList<>();
                            for (Object id : (Object[]) row.getArray("ids").getArray()) {
                                if (id instanceof Long each && wanted.contains(each)) {
                                    shown.add(each);
                                }
                            }
                            Map<String, Object> line = new LinkedHashMap<>();
                            line.put("at", Columns.instant(row, "at").toString());
                            line.put("actor", row.getString("actor"));
                            line.put("action", row.getString("action"));
                            line.put("messages", shown);
                            all.add(line);
                        });
        return all;
    }

    /// In which roles the person takes part, by message, in order.
    private Map<Long, Set<String>> roles(Person person) {
        Map<Long, Set<String>> roles = new LinkedHashMap<>();
        jdbc().sql(
                        """
                        select message_id, role from participant where address_key = any(:keys)
                        order by message_id
                        """)
                .param("keys", person.keyArray())
                .query(
                        row -> {
                            roles.computeIfAbsent(row.getLong("message_id"), id -> new HashSet<>())
                                    .add(row.getString("role"));
                        });
        return roles;
    }

    private static void file(ZipOutputStream zip, String name, byte[] octets) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(octets);
        zip.closeEntry();
    }

    /// A zip entry is ended, not closed.
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            out.write(octets, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
