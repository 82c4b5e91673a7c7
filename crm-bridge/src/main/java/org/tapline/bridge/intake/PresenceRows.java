package org.tapline.bridge.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.mime.Attachment;
import org.tapline.journal.Place;

/// What hangs on messages: who takes part, how each was seen, what is attached. Takes part in the
/// caller's transaction.
final class PresenceRows {
    private static final Place NOWHERE = new Place("", 0, 0);

    private final Database database;
    private final Contacts contacts;

    PresenceRows(Database database, Contacts contacts) {
        this.database = database;
        this.contacts = contacts;
    }

    /// A message that has its row.
    ///
    /// @param leftOff addresses that the message is not linked to
    /// @param raw hash of the octets, when they are kept
    record Filed(
            Arrival message,
            long id,
            String direction,
            Set<AddressKey> leftOff,
            Optional<String> raw) {}

    private record Person(long message, int position, Participants.Named named, boolean linked) {}

    /// Enters participants that are not there yet: Bcc of the envelope may come second.
    void participants(List<Filed> messages) {
        List<Person> people = new ArrayList<>();
        for (Filed message : messages) {
            int position = 0;
            for (Participants.Named named : message.message().named()) {
                boolean linked = !message.leftOff().contains(named.key());
                people.add(new Person(message.id(), position++, named, linked));
            }
        }
        Texts<Person> texts = new Texts<>(people);
        jdbc().sql(
                        """
                        insert into participant
                            (message_id, role, position, address_key, folded_key, address, name,
                             domain, linked, occurred_at)
                        select p.*, m.occurred_at
                        from unnest(:messages::bigint[], :roles::text[], :positions::int[],
                                    :keys::text[], :folded::text[], :addresses::text[],
                                    :names::text[], :domains::text[], :linked::boolean[])
                             as p(message, role, position, address_key, folded_key, address, name,
                                  domain, linked)
                        join message m on m.id = p.message
                        where p.role <> 'bcc'
                           or not exists (select from participant o
                                          where o.message_id = p.message
                                            and o.address_key = p.address_key
                                            and o.role in ('to', 'cc'))
                        on conflict (message_id, role, address_key) do nothing
                        """)
                .param("messages", people.stream().map(Person::message).toArray(Long[]::new))
                .param("roles", texts.of(each -> each.named().role().label()))
                .param("positions", people.stream().map(Person::position).toArray(Integer[]::new))
                .param("keys", texts.of(each -> each.named().column()))
                .param(
                        "folded",
                        people.stream()
                                .map(each -> contacts.folded(each.named().column()))
                                .toArray(String[]::new))
                .param("addresses", texts.of(each -> Columns.text(each.named().address())))
                .param("names", texts.of(each -> Columns.text(each.named().name())))
                .param("domains", texts.of(each -> domain(each.named().key())))
                .param("linked", people.stream().map(Person::linked).toArray(Boolean[]::new))
                .update();
    }

    private static String domain(AddressKey key) {
        return Columns.key(key.registrableDomain().orElse(key.domain()));
    }

    /// How they were seen this time.
    void deliveries(List<Filed> messages) {
        Texts<Filed> texts = new Texts<>(messages);
        jdbc().sql(
                        """
                        insert into delivery as d
                            (message_id, mailbox_id, folder, uidvalidity, uid, way, direction, flags,
                             internal_date, provider_ids, envelope, certain, raw_sha256, raw_size,
                             session, observed_at, occurred_at)
                        select s.message, s.mailbox, s.folder, s.uidvalidity, s.uid, s.way,
                               s.direction, array(select jsonb_array_elements_text(s.flags::jsonb)),
                               s.internal_date, s.provider_ids::jsonb, s.envelope::jsonb, s.certain,
                               s.raw, s.size, s.session, s.at, m.occurred_at
                        from unnest(:messages::bigint[], :mailboxes::bigint[], :folders::text[],
                                    :validities::bigint[], :uids::bigint[], :ways::text[],
                                    :directions::text[], :flags::text[],
                                    :internalDates::timestamptz[], :providerIds::text[],
                                    :envelopes::text[], :certain::boolean[], :raws::text[],
                                    :sizes::bigint[], :sessions::text[], :times::timestamptz[])
                             as s(message, mailbox, folder, uidvalidity, uid, way, direction, flags,
                                  internal_date, provider_ids, envelope, certain, raw, size,
                                  session, at)
                        join message m on m.id = s.message
                        on conflict (message_id, mailbox_id, folder, uidvalidity, uid, way)
                        do update set
                            flags = case when excluded.flags = '{}' then d.flags
                                         else excluded.flags end,
                            certain = d.certain or excluded.certain,
                            gone_at = null
                        """)
                .param("messages", messages.stream().map(Filed::id).toArray(Long[]::new))
                .param(
                        "mailboxes",
                        messages.stream()
                                .map(each -> each.message().mailbox().id())
                                .toArray(Long[]::new))
                .param("folders", texts.of(each -> Columns.key(place(each).folder())))
                .param(
                        "validities",
                        messages.stream()
                                .map(each -> place(each).uidValidity())
                                .toArray(Long[]::new))
                .param(
                        "uids",
                        messages.stream().map(each -> place(each).uid()).toArray(Long[]::new))
                .param("ways", texts.of(each -> each.message().observation().way().label()))
                .param("directions", texts.of(Filed::direction))
                .param("flags", texts.of(each -> Json.of(each.message().seen().flags())))
                .param("internalDates", texts.of(PresenceRows::internalDate))
                .param(
                        "providerIds",
                        texts.of(each -> Json.of(each.message().seen().providerIds())))
                .param("envelopes", texts.of(PresenceRows::envelope))
                .param(
                        "certain",
                        messages.stream()
                                .map(each -> each.message().seen().certain())
                                .toArray(Boolean[]::new))
                .param("raws", texts.of(each -> each.raw().orElse(null)))
                .param(
                        "sizes",
                        messages.stream()
                                .map(each -> each.message().copy().size())
                                .toArray(Long[]::new))
                .param(
                        "sessions",
                        texts.of(each -> Columns.text(each.message().observation().session())))
                .param("times", texts.of(each -> each.message().observation().at().toString()))
                .update();
    }

    private static Place place(Filed message) {
        return message.message().seen().place().orElse(NOWHERE);
    }

    private static @Nullable String internalDate(Filed message) {
        return message.message().seen().internalDate().map(Object::toString).orElse(null);
    }

    private static @Nullable String envelope(Filed message) {
        return message.message().seen().envelope().map(Json::of).orElse(null);
    }

    private record Attached(long message, int position, Attachment part, String sha256) {}

    /// The attachments of new messages.
    void attachments(List<Filed> messages) throws IOException {
        List<Attached> all = new ArrayList<>();
        for (Filed message : messages) {
            MailCopy copy = message.message().copy();
            List<Attachment> attachments = copy.mail().attachments();
            for (int i = 0; i < attachments.size(); i++) {
                Attachment part = attachments.get(i);
                String sha256 = copy.attachmentHash(i).orElse(part.sha256());
                all.add(new Attached(message.id(), i, part, sha256));
            }
        }
        if (all.isEmpty()) {
            return;
        }
        Texts<Attached> texts = new Texts<>(all);
        jdbc().sql(
                        """
                        insert into attachment
                            (message_id, position, name, type, size, inline, content_id, sha256)
                        select a.* from unnest(:messages::bigint[], :positions::int[],
                                               :names::text[], :types::text[], :sizes::bigint[],
                                               :inlines::boolean[], :contentIds::text[],
                                               :hashes::text[]) as a
                        """)
                .param("messages", all.stream().map(Attached::message).toArray(Long[]::new))
                .param("positions", all.stream().map(Attached::position).toArray(Integer[]::new))
                .param("names", texts.of(each -> Columns.text(each.part().name())))
                .param("types", texts.of(each -> Columns.text(each.part().type())))
                .param("sizes", all.stream().map(each -> each.part().size()).toArray(Long[]::new))
                .param(
                        "inlines",
                        all.stream().map(each -> each.part().inline()).toArray(Boolean[]::new))
                .param(
                        "contentIds",
                        texts.of(each -> each.part().contentId().map(Columns::text).orElse(null)))
                .param("hashes", texts.of(Attached::sha256))
                .update();
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
