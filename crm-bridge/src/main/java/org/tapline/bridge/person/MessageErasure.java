package org.tapline.bridge.person;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.mailbox.Users;
import org.tapline.bridge.retention.Removal;

/// Takes a person out of messages.
///
/// | the person is | and others outside take part | what happens to the message |
/// | --- | --- | --- |
/// | part of it | no | it goes |
/// | its author | yes | text, attachments and octets go; who else and when stay |
/// | part of it | yes | the person is taken out of people, subject, text; the octets go |
/// | named in it | | the same |
/// | any of these, under legal hold | | nothing |
final class MessageErasure {
    /// Attachments up to this size are looked through for the person: 50 MB is the largest mail
    /// that servers commonly take.
    private static final int SEARCHED = 50 << 20;

    private final Database database;
    private final BlobStore blobs;
    private final Users users;
    private final Removal removal;

    MessageErasure(Database database, BlobStore blobs, Users users) {
        this.database = database;
        this.blobs = blobs;
        this.users = users;
        this.removal = new Removal(database);
    }

    /// What is to be done with a message.
    enum Fate {
        HELD,
        REMOVED,
        /// The text goes: it is the person's own.
        SILENCED,
        REDACTED
    }

    private record Named(String role, String key, String address) {}

    /// Messages in which the person takes part, oldest first, behind an id.
    List<Long> of(Person person, long after, int most) {
        return jdbc().sql(
                        """
                        select distinct message_id from participant
                        where address_key = any(:keys) and message_id > :after
                        order by message_id limit :most
                        """)
                .param("keys", person.keyArray())
                .param("after", after)
                .param("most", most)
                .query((row, number) -> row.getLong(1))
                .list();
    }

    Fate fate(Person person, long message) {
        boolean held =
                jdbc().sql("select message_held(:id)")
                        .param("id", message)
                        .query(Boolean.class)
                        .single();
        if (held) {
            return Fate.HELD;
        }
        List<Named> named =
                jdbc().sql(
                                "select role, address_key, address from participant where message_id = :id")
                        .param("id", message)
                        .query(
                                (row, number) ->
                                        new Named(
                                                row.getString("role"),
                                                row.getString("address_key"),
                                                row.getString("address")))
                        .list();
        boolean alone =
                named.stream()
                        .filter(each -> !person.keys().contains(each.key()))
                        .allMatch(each -> users.own().of(AddressKey.of(each.address())).own());
        boolean part = named.stream().anyMatch(each -> person.keys().contains(each.key()));
        boolean author =
                named.stream()
                        .filter(each -> Set.of("from", "sender", "author").contains(each.role()))
                        .anyMatch(each -> person.keys().contains(each.key()));
        if (part && alone) {
            return Fate.REMOVED;
        }
        return author ? Fate.SILENCED : Fate.REDACTED;
    }

    /// Does it, in one transaction.
    Fate erase(Person person, Redaction redaction, long message, String language) {
        return database.transaction(
                () -> {
                    Fate fate = fate(person, message);
                    switch (fate) {
                        case HELD -> {}
                        case REMOVED -> removal.messages(new Long[] {message});
                        case SILENCED, REDACTED ->
                                redact(person, redaction, message, fate == Fate.SILENCED, language);
                    }
                    return fate;
                });
    }

    private record Words(
            String subject,
            String text,
            String html,
            String headers,
            String kind,
            String defects,
            List<String> references,
            String messageId,
            String key) {}

    private void redact(
            Person person, Redaction redaction, long message, boolean silent, String language) {
        Long[] id = {message};
        removal.condemnRaw(id);
        jdbc().sql("update delivery set raw_sha256 = null where message_id = any(:ids)")
                .param("ids", id)
                .update();
        Words words =
                jdbc().sql("select * from message where id = :id for update")
                        .param("id", message)
                        .query(
                                (row, number) ->
                                        new Words(
                                                row.getString("subject"),
                                                row.getString("body_text"),
                                                nullToEmpty(row.getString("body_html")),
                                                row.getString("headers"),
                                                row.getString("kind"),
                                                row.getString("defects"),
                                                List.of(Columns.texts(row, "references_to")),
                                                nullToEmpty(row.getString("message_id")),
                                                row.getString("message_key")))
                        .single();
        attachments(redaction, message, silent);
        people(person, message);
        store(redaction, message, words, silent);
        envelopes(redaction, message);
        jdbc().sql(
                        """
                        update message_words w
                        set words = message_search(
                            :language::regconfig, m.subject,
                            coalesce((select string_agg(p.name || ' ' || p.address, ' ')
                                      from participant p
                                      where p.message_id = m.id and p.role <> 'bcc'), ''),
                            coalesce((select string_agg(a.name, ' ') from attachment a
                                      where a.message_id = m.id), ''),
                            left(m.body_text, 200000))
                        from message m
                        where m.id = :id and w.message_id = m.id
                        """)
                .param("language", language)
                .param("id", message)
                .update();
    }

    private void store(Redaction redaction, long message, Words words, boolean silent) {
        String html = silent ? "" : redaction.of(words.html());
        boolean telling =
                redaction.mentioned(words.messageId()) || redaction.mentioned(words.key());
        jdbc().sql(
                        """
                        update message
                        set subject = :subject, body_text = :text, body_html = nullif(:html, ''),
                            headers = :headers::jsonb, kind = :kind::jsonb,
                            defects = :defects::jsonb, references_to = :references,
                            message_id = case when :telling then null else message_id end,
                            message_key = case when :telling then 'erased:' || id
                                               else message_key end
                        where id = :id
                        """)
                .param("subject", redaction.of(words.subject()))
                .param("text", silent ? "" : redaction.of(words.text()))
                .param("html", html)
                .param("headers", Fields.kept(words.headers(), redaction))
                .param("kind", redaction.of(words.kind()))
                .param("defects", redaction.of(words.defects()))
                .param(
                        "references",
                        words.references().stream()
                                .filter(each -> !redaction.mentioned(each))
                                .toArray(String[]::new))
                .param("telling", telling)
                .param("id", message)
                .update();
        jdbc().sql(
                        """
                        update decision
                        set addresses = '[]', rules = '[]',
                            message_id = case when :telling then null else message_id end,
                            message_key = case when :telling then 'erased:' || :id
                                               else message_key end
                        where message_key = :key
                        """)
                .param("telling", telling)
                .param("id", Long.toString(message))
                .param("key", words.key())
                .update();
    }

    /// Somebody stands in the place of the person, so that a message still has a sender.
    private void people(Person person, long message) {
        jdbc().sql(
                        """
                        insert into participant
                            (message_id, role, position, address_key, address, name, domain, linked,
                             occurred_at)
                        select distinct on (role) message_id, role, position,
                               'erased@erased.invalid', 'erased@erased.invalid', '[erased]',
                               'erased.invalid', false, occurred_at
                        from participant
                        where message_id = :id and address_key = any(:keys)
                        order by role, position
                        on conflict do nothing
                        """)
                .param("id", message)
                .param("keys", person.keyArray())
                .update();
        jdbc().sql("delete from participant where message_id = :id and address_key = any(:keys)")
                .param("id", message)
                .param("keys", person.keyArray())
                .update();
    }

    private record Attached(int position, String name, String sha256) {}

    private void attachments(Redaction redaction, long message, boolean all) {
        List<Attached> attached =
                jdbc().sql("select position, name, sha256 from attachment where message_id = :id")
                        .param("id", message)
                        .query(
                                (row, number) ->
                                        new Attached(
                                                row.getInt("position"),
                                                row.getString("name"),
                                                row.getString("sha256")))
                        .list();
        List<Integer> going = new ArrayList<>();
        for (Attached each : attached) {
            if (all || redaction.named(each.name()) || told(redaction, each.sha256())) {
                going.add(each.position());
            }
        }
        Integer[] positions = going.toArray(Integer[]::new);
        jdbc().sql(
                        """
                        insert into condemned_blob (sha256) select distinct sha256 from attachment
                        where message_id = :id and position = any(:positions)
                        on conflict do nothing
                        """)
                .param("id", message)
                .param("positions", positions)
                .update();
        jdbc().sql("delete from attachment where message_id = :id and position = any(:positions)")
                .param("id", message)
                .param("positions", positions)
                .update();
    }

    /// Whether the octets of a content name the person, as text of either common width.
    private boolean told(Redaction redaction, String sha256) {
        try (InputStream in = blobs.open(sha256)) {
            byte[] octets = in.readNBytes(SEARCHED);
            return redaction.named(new String(octets, StandardCharsets.UTF_8))
                    || redaction.named(new String(octets, StandardCharsets.UTF_16LE));
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void envelopes(Redaction redaction, long message) {
        List<String> envelopes =
                jdbc().sql(
                                """
                                select distinct envelope::text from delivery
                                where message_id = :id and envelope is not null
                                """)
                        .param("id", message)
                        .query((row, number) -> row.getString(1))
                        .list();
        for (String envelope : envelopes) {
            if (redaction.named(envelope)) {
                jdbc().sql(
                                """
                                update delivery set envelope = :redacted::jsonb
                                where message_id = :id and envelope = :envelope::jsonb
                                """)
                        .param("redacted", redaction.of(envelope))
                        .param("envelope", envelope)
                        .param("id", message)
                        .update();
            }
        }
    }

    /// Messages behind an id in whose words an address may stand, and the last id looked at.
    List<Long> naming(Redaction redaction, long after, long upTo) {
        String[] traces =
                redaction.traces().stream()
                        .map(each -> each.toLowerCase(Locale.ROOT))
                        .toArray(String[]::new);
        return jdbc().sql(
                        """
                        select m.id from message m
                        where m.id > :after and m.id <= :upTo
                          and exists (
                              select from unnest(:traces::text[]) as t(trace)
                              where strpos(lower(m.body_text), t.trace) > 0
                                 or strpos(lower(m.body_html), t.trace) > 0
                                 or strpos(lower(m.subject), t.trace) > 0
                                 or strpos(lower(m.headers::text), t.trace) > 0
                                 or strpos(lower(m.kind::text), t.trace) > 0)
                        order by m.id
                        """)
                .param("after", after)
                .param("upTo", upTo)
                .param("traces", traces)
                .query((row, number) -> row.getLong(1))
                .list();
    }

    boolean mentions(Redaction redaction, long message) {
        return jdbc().sql(
                        """
                        select subject || ' ' || body_text || ' ' || coalesce(body_html, '') || ' '
                               || headers::text || ' ' || kind::text
                        from message where id = :id
                        """)
                .param("id", message)
                .query(String.class)
                .optional()
                .map(redaction::mentioned)
                .orElse(false);
    }

    private static String nullToEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
