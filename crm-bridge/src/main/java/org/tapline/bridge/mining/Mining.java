package org.tapline.bridge.mining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.contacts.Origin;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.history.Rematch;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.identity.OwnPeople;
import org.tapline.bridge.jobs.Jobs;
import org.tapline.bridge.jobs.Progress;
import org.tapline.bridge.jobs.Work;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.mailbox.User;
import org.tapline.bridge.mailbox.Users;
import org.tapline.bridge.policy.ContactCreation;
import org.tapline.bridge.policy.Participant;
import org.tapline.bridge.policy.Policies;

/// Makes contacts of everybody a user ever wrote to, as far as that mail is recorded
/// (FEATURES D3). Asked for by hand: `contacts.create` does not matter, every other rule does.
///
/// Mail that is marked private, or kept out by hand, makes nobody a contact: colleagues would learn
/// of it.
public final class Mining implements Work.Kind {
    /// Numbers of messages in a piece.
    private static final long PIECE = 2_000;

    private final Database database;
    private final Jobs jobs;
    private final Contacts contacts;
    private final Users users;
    private final PolicySettings settings;
    private final Rematch rematch;
    private final Audit audit;

    public Mining(
            Database database,
            Jobs jobs,
            Contacts contacts,
            Users users,
            PolicySettings settings,
            Rematch rematch,
            Audit audit) {
        this.database = database;
        this.jobs = jobs;
        this.contacts = contacts;
        this.users = users;
        this.settings = settings;
        this.rematch = rematch;
        this.audit = audit;
    }

    @Override
    public String name() {
        return "mining";
    }

    /// Enters a job.
    ///
    /// @param dryRun says what would come of it, and makes nobody a contact
    public MiningReport begin(User user, boolean dryRun, String actor) {
        long job =
                database.transaction(
                        () -> {
                            long id = jobs.enter(name(), "user " + user.id(), Duration.ZERO);
                            jdbc().sql(
                                            """
                                            insert into mining (job_id, user_id, dry_run)
                                            values (:job, :user, :dryRun)
                                            """)
                                    .param("job", id)
                                    .param("user", user.id())
                                    .param("dryRun", dryRun)
                                    .update();
                            audit.change(
                                    actor,
                                    dryRun ? "contact.mine-dry-run" : "contact.mine",
                                    "user " + user.address(),
                                    Optional.empty(),
                                    Optional.empty());
                            return id;
                        });
        return byId(job).orElseThrow();
    }

    public Optional<MiningReport> byId(long job) {
        return jdbc().sql(
                        """
                        select j.id, coalesce(a.address, '') as address, m.dry_run, j.state, j.total,
                               j.done, m.messages, j.error, j.created_at,
                               count(f.id) filter (where f.outcome = 'created') as created,
                               count(f.id) filter (where f.outcome = 'known') as known,
                               count(f.id) filter (where f.outcome = 'left-out') as left_out
                        from mining m
                        join job j on j.id = m.job_id
                        left join user_address a on a.user_id = m.user_id and a.is_primary
                        left join mining_found f on f.job_id = m.job_id
                        where m.job_id = :job
                        group by j.id, a.address, m.dry_run, m.messages
                        """)
                .param("job", job)
                .query(
                        (row, number) ->
                                new MiningReport(
                                        row.getLong("id"),
                                        row.getString("address"),
                                        row.getBoolean("dry_run"),
                                        row.getString("state"),
                                        row.getLong("total"),
                                        row.getLong("done"),
                                        row.getLong("messages"),
                                        row.getLong("created"),
                                        row.getLong("known"),
                                        row.getLong("left_out"),
                                        Optional.ofNullable(row.getString("error")),
                                        Columns.instant(row, "created_at")))
                .optional();
    }

    /// Whom it found, in the order in which it did.
    ///
    /// @param after id of the last one of the page before; 0 for the first page
    public List<MiningReport.Found> found(long job, int limit, long after) {
        return jdbc().sql(
                        """
                        select id, address, name, outcome, reason from mining_found
                        where job_id = :job and id > :after order by id limit :limit
                        """)
                .param("job", job)
                .param("after", after)
                .param("limit", limit)
                .query(
                        (row, number) ->
                                new MiningReport.Found(
                                        row.getLong("id"),
                                        row.getString("address"),
                                        row.getString("name"),
                                        row.getString("outcome"),
                                        row.getString("reason")))
                .list();
    }

    @Override
    public Work open(long job, Progress from) {
        return before -> piece(job, before);
    }

    private record Task(long user, boolean dryRun) {}

    private Progress piece(long job, Progress before) {
        Task task =
                jdbc().sql("select user_id, dry_run from mining where job_id = :job")
                        .param("job", job)
                        .query(
                                (row, number) ->
                                        new Task(row.getLong("user_id"), row.getBoolean("dry_run")))
                        .single();
        long total = before.total();
        if (before.place().isEmpty()) {
            total =
                    jdbc().sql("select coalesce(max(id), 0) from message")
                            .query(Long.class)
                            .single();
        }
        long from = before.place().isEmpty() ? 0 : Long.parseLong(before.place());
        if (from >= total) {
            return finished(job, task, before, total);
        }
        long to = Math.min(total, from + PIECE);
        long created = take(job, task, from, to);
        return new Progress(total, to, before.found() + created, Long.toString(to), false);
    }

    private Progress finished(long job, Task task, Progress before, long total) {
        if (!task.dryRun() && before.found() > 0) {
            rematch.enter(
                    name() + " " + job,
                    jdbc().sql(
                                    """
                                    select address_key from mining_found
                                    where job_id = :job and outcome = 'created'
                                    """)
                            .param("job", job)
                            .query((row, number) -> contacts.match(row.getString(1)))
                            .list());
        }
        return new Progress(total, total, before.found(), before.place(), true);
    }

    /// Somebody who was written to.
    private record Person(String key, String address, String name) {}

    /// @return how many contacts came of it
    private long take(long job, Task task, long from, long to) {
        List<Person> people = people(job, task.user(), from, to);
        Policies policies = settings.effective(Optional.of(task.user()), Optional.empty());
        OwnPeople own = users.own();
        Map<String, Contacts.Owner> owners =
                contacts.owners(people.stream().map(Person::key).toList());
        Set<String> undone = Set.copyOf(contacts.undone(people.stream().map(Person::key).toList()));
        Map<Person, ContactCreation.Outcome> outcomes = new LinkedHashMap<>();
        for (Person person : people) {
            AddressKey key = AddressKey.of(person.address());
            outcomes.put(
                    person,
                    ContactCreation.mined(
                            new Participant(
                                    person.name(),
                                    person.address(),
                                    key,
                                    Participant.Role.TO,
                                    own.of(key),
                                    contact(owners.get(person.key())),
                                    true,
                                    false),
                            undone.contains(person.key()),
                            policies));
        }
        if (!task.dryRun()) {
            contacts.addMissing(
                    outcomes.values().stream()
                            .flatMap(each -> each.candidate().stream())
                            .map(Mining::contact)
                            .toList());
        }
        enter(job, outcomes, owners);
        return outcomes.values().stream().filter(each -> each.candidate().isPresent()).count();
    }

    private static Participant.Contact contact(Contacts.@Nullable Owner owner) {
        if (owner == null) {
            return Participant.Contact.UNKNOWN;
        }
        return owner.deleted() ? Participant.Contact.TOMBSTONE : Participant.Contact.KNOWN;
    }

    private static Contacts.NewContact contact(ContactCreation.Candidate candidate) {
        return new Contacts.NewContact(
                Columns.text(candidate.name()),
                List.of(candidate.address()),
                Optional.empty(),
                candidate.company(),
                Origin.SENT);
    }

    /// Whom the user wrote to in these messages, each once, without those found before; the newest
    /// name is taken. Counts the messages.
    private List<Person> people(long job, long user, long from, long to) {
        Long[] sent =
                jdbc().sql(
                                """
                                select distinct m.id from message m
                                join delivery d on d.message_id = m.id and d.direction = 'outbound'
                                join mailbox b on b.id = d.mailbox_id and b.user_id = :user
                                where m.id > :from and m.id <= :to
                                  and not exists (select from set_aside s
                                                  where s.message_id = m.id
                                                    and s.mailbox_id = d.mailbox_id)
                                  and not exists (select from private_mark k
                                                  where k.kind = 'message'
                                                    and k.target = m.id::text)
                                  and not exists (select from private_mark k
                                                  where k.kind = 'thread'
                                                    and k.target = m.thread_id::text)
                                """)
                        .param("user", user)
                        .param("from", from)
                        .param("to", to)
                        .query((row, number) -> row.getLong(1))
                        .list()
                        .toArray(Long[]::new);
        jdbc().sql("update mining set messages = messages + :count where job_id = :job")
                .param("count", sent.length)
                .param("job", job)
                .update();
        return jdbc().sql(
                        """
                        select distinct on (p.address_key) p.address_key, p.address, p.name
                        from participant p
                        where p.message_id = any(:messages) and p.role in ('to', 'cc', 'bcc')
                          and p.linked
                          and not exists (select from mining_found f
                                          where f.job_id = :job
                                            and f.address_key = p.address_key)
                          and not exists (select from private_mark k
                                          where k.kind = 'domain' and k.target = p.domain)
                        order by p.address_key, p.name = '', p.message_id desc
                        """)
                .param("messages", sent)
                .param("job", job)
                .query(
                        (row, number) ->
                                new Person(
                                        row.getString("address_key"),
                                        row.getString("address"),
                                        row.getString("name")))
                .list();
    }

    private void enter(
            long job,
            Map<Person, ContactCreation.Outcome> outcomes,
            Map<String, Contacts.Owner> owners) {
        List<String[]> rows = new ArrayList<>();
        outcomes.forEach(
                (person, outcome) ->
                        rows.add(
                                new String[] {
                                    person.key(),
                                    person.address(),
                                    outcome.candidate()
                                            .map(ContactCreation.Candidate::name)
                                            .orElse(person.name()),
                                    outcome.candidate().isPresent()
                                            ? "created"
                                            : owners.containsKey(person.key())
                                                    ? "known"
                                                    : "left-out",
                                    outcome.text()
                                }));
        jdbc().sql(
                        """
                        insert into mining_found (job_id, address_key, address, name, outcome, reason)
                        select :job, f.* from unnest(:keys::text[], :addresses::text[],
                                                     :names::text[], :outcomes::text[],
                                                     :reasons::text[]) as f
                        on conflict do nothing
                        """)
                .param("job", job)
                .param("keys", column(rows, 0))
                .param("addresses", column(rows, 1))
                .param("names", column(rows, 2))
                .param("outcomes", column(rows, 3))
                .param("reasons", column(rows, 4))
                .update();
    }

    private static String[] column(List<String[]> rows, int number) {
        return rows.stream()
                .map(row -> Columns.text(Objects.requireNonNull(row[number])))
                .toArray(String[]::new);
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
