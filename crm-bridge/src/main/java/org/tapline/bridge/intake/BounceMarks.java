package org.tapline.bridge.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.MessageIds;
import org.tapline.bridge.mime.Bounce;
import org.tapline.bridge.policy.MailTrait;
import org.tapline.bridge.policy.Participant;

/// Keeps which addresses bounce. Takes part in the caller's transaction.
///
/// Anybody can write a bounce. One counts only where it is about mail that this mailbox sent: the
/// message it returns is known and went to the address; or it names none, and the mailbox wrote to
/// the address shortly before.
final class BounceMarks {
    /// Mail systems give up after four or five days (RFC 5321 §4.5.4.1); a few more for those that
    /// do not.
    private static final Duration GIVING_UP = Duration.ofDays(8);

    private final Database database;

    BounceMarks(Database database) {
        this.database = database;
    }

    /// What these messages, which are filed or left out by now, say of addresses.
    void note(List<Decisions.Made> made) {
        List<Decisions.Made> received = made.stream().filter(each -> !each.facts().sent()).toList();
        for (Decisions.Made each : received) {
            each.message()
                    .mail()
                    .kind()
                    .bounce()
                    .ifPresent(bounce -> bounced(each.message(), bounce));
        }
        alive(received);
    }

    private void bounced(Arrival message, Bounce bounce) {
        for (Bounce.Recipient recipient : bounce.recipients()) {
            boolean failed =
                    recipient.action() == Bounce.Action.FAILED
                            || recipient.action() == Bounce.Action.DELAYED;
            if (failed && recipient.address().contains("@")) {
                mark(message, bounce, recipient);
            }
        }
    }

    /// Nothing where somebody wrote from the address later than the bounce.
    private void mark(Arrival message, Bounce bounce, Bounce.Recipient recipient) {
        String key = Contacts.key(recipient.address());
        Optional<String> original = bounce.originalMessageId().flatMap(MessageIds::normalise);
        if (original.isEmpty() && bounce.originalMessageId().isPresent()) {
            return;
        }
        jdbc().sql(
                        """
                        insert into address_bounce as b
                            (address_key, hard_since, hard_message, status, soft)
                        select :key, case when :hard then :at end,
                               case when :hard then
                                   (select id from message where message_key = :bounce) end,
                               :status, case when :hard then 0 else 1 end
                        where exists
                            (select from participant p
                             join message m on m.id = p.message_id
                             join delivery d on d.message_id = m.id and d.direction = 'outbound'
                                            and d.mailbox_id = :mailbox
                             where p.address_key = :key and p.role in ('to', 'cc', 'bcc')
                               and m.occurred_at <= :at
                               and case when :original = '' then m.occurred_at > :since
                                        else m.message_id = :original end)
                          and not exists
                            (select from participant p
                             join message m on m.id = p.message_id and m.direction = 'inbound'
                             where p.address_key = :key and p.role = 'from'
                               and p.occurred_at > :at)
                        on conflict (address_key) do update set
                            hard_since = coalesce(b.hard_since, excluded.hard_since),
                            hard_message = coalesce(excluded.hard_message, b.hard_message),
                            status = case when excluded.hard_since is not null
                                               or b.hard_since is null
                                          then excluded.status else b.status end,
                            soft = b.soft + excluded.soft
                        where coalesce(b.alive_at, '-infinity') < :at
                        """)
                .param("key", key)
                .param("hard", recipient.badAddress())
                .param("at", Columns.at(message.at()))
                .param("bounce", Columns.key(message.key().value()))
                .param("status", Columns.text(recipient.status()))
                .param("mailbox", message.mailbox().id())
                .param("original", original.map(Columns::key).orElse(""))
                .param("since", Columns.at(message.at().minus(GIVING_UP)))
                .update();
    }

    /// Whoever writes has an address that works. Machines answer for addresses that do not.
    private void alive(List<Decisions.Made> received) {
        List<String> keys = new ArrayList<>();
        List<String> times = new ArrayList<>();
        for (Decisions.Made each : received) {
            if (each.decision().kept()
                    && !each.facts().traits().contains(MailTrait.BOUNCE)
                    && !each.facts().traits().contains(MailTrait.AUTOMATIC_REPLY)) {
                each.message().named().stream()
                        .filter(named -> named.role() == Participant.Role.FROM)
                        .forEach(
                                named -> {
                                    keys.add(named.column());
                                    times.add(each.message().at().toString());
                                });
            }
        }
        if (keys.isEmpty()) {
            return;
        }
        jdbc().sql(
                        """
                        update address_bounce b set
                            hard_since = null, hard_message = null, status = '', soft = 0,
                            alive_at = a.at
                        from (select k.key, max(k.at) as at
                              from unnest(:keys::text[], :times::timestamptz[]) as k(key, at)
                              group by k.key) as a
                        where b.address_key = a.key and coalesce(b.hard_since, '-infinity') < a.at
                          and coalesce(b.alive_at, '-infinity') < a.at
                        """)
                .param("keys", keys.toArray(String[]::new))
                .param("times", times.toArray(String[]::new))
                .update();
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
