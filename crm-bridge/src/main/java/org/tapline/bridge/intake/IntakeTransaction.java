package org.tapline.bridge.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.bridge.policy.Decision;
import org.tapline.journal.Journal;
import org.tapline.journal.Observation;
import org.tapline.journal.Sighting;

/// What one transaction does with observations: enters them, files messages together, and follows
/// what became of those that were seen before.
final class IntakeTransaction {
    private final Database database;
    private final Opening opening;
    private final Mailboxes mailboxes;
    private final Filing filing;
    private final Sightings sightings;

    IntakeTransaction(
            Database database,
            Opening opening,
            Mailboxes mailboxes,
            Filing filing,
            Sightings sightings) {
        this.database = database;
        this.opening = opening;
        this.mailboxes = mailboxes;
        this.filing = filing;
        this.sightings = sightings;
    }

    /// One observation on its way.
    ///
    /// @param mailboxes where it belongs
    /// @param messages what is to be filed; none for a change to messages that were seen before
    private record Step(
            Observation observation, List<Mailboxes.Known> mailboxes, List<Arrival> messages) {}

    /// Takes observations in, in one transaction.
    ///
    /// @return what was decided of each message; nothing of what was taken in before
    Map<Observation, Decision> take(List<Journal.Entry> entries) throws IOException {
        Deque<MailCopy> copies = new ArrayDeque<>();
        try {
            List<Step> steps = new ArrayList<>();
            for (Journal.Entry entry : entries) {
                steps.add(step(entry, copies));
            }
            return inTransaction(steps, entries.size() == 1);
        } finally {
            while (!copies.isEmpty()) {
                copies.pop().close();
            }
        }
    }

    private Step step(Journal.Entry entry, Deque<MailCopy> copies) throws IOException {
        Observation observation = entry.observation();
        return switch (observation.sighting()) {
            case Sighting.Message seen -> {
                List<Arrival> messages = opening.open(observation, seen, entry.content(), copies);
                yield new Step(
                        observation,
                        messages.stream().map(Arrival::mailbox).distinct().toList(),
                        messages);
            }
            case Sighting.Moved moved -> change(observation);
            case Sighting.Gone gone -> change(observation);
            case Sighting.Flagged flagged -> change(observation);
        };
    }

    private Step change(Observation observation) {
        return new Step(
                observation,
                List.of(mailboxes.enter(observation.mailbox(), observation.at())),
                List.of());
    }

    /// @param patient whether a lost race is tried again here
    private Map<Observation, Decision> inTransaction(List<Step> steps, boolean patient)
            throws IOException {
        try {
            return database.transaction(
                    patient ? Database.ATTEMPTS : 1,
                    () -> {
                        try {
                            return run(steps);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// In order; messages that follow each other are filed together.
    private Map<Observation, Decision> run(List<Step> steps) throws IOException {
        Set<UUID> fresh = enter(steps);
        Map<Observation, Decision> decided = new HashMap<>();
        List<Arrival> waiting = new ArrayList<>();
        for (Step step : steps) {
            if (!fresh.remove(step.observation().id())) {
                continue;
            }
            if (step.observation().sighting() instanceof Sighting.Message) {
                waiting.addAll(step.messages());
            } else {
                file(waiting, decided);
                waiting.clear();
                for (Mailboxes.Known mailbox : step.mailboxes()) {
                    sightings.take(mailbox, step.observation());
                }
            }
        }
        file(waiting, decided);
        return decided;
    }

    private void file(List<Arrival> messages, Map<Observation, Decision> decided)
            throws IOException {
        if (!messages.isEmpty()) {
            List<Decision> decisions = filing.file(messages);
            for (int i = 0; i < messages.size(); i++) {
                decided.merge(
                        messages.get(i).observation(),
                        decisions.get(i),
                        (one, other) -> one.kept() ? one : other);
            }
        }
    }

    /// Enters the observations.
    ///
    /// @return the ids that were not there before
    private Set<UUID> enter(List<Step> steps) {
        Set<UUID> fresh =
                new HashSet<>(
                        database.jdbc()
                                .sql(
                                        """
                                        insert into observation (id)
                                        select o.id from unnest(:ids::uuid[]) as o(id)
                                        order by o.id
                                        on conflict (id) do nothing
                                        returning id
                                        """)
                                .param(
                                        "ids",
                                        steps.stream()
                                                .map(each -> each.observation().id())
                                                .toArray(UUID[]::new))
                                .query((row, number) -> row.getObject(1, UUID.class))
                                .list());
        Map<Long, Instant> times = new HashMap<>();
        for (Step step : steps) {
            if (fresh.contains(step.observation().id())) {
                Instant at = step.observation().at();
                for (Mailboxes.Known mailbox : step.mailboxes()) {
                    times.merge(mailbox.id(), at, (one, two) -> one.isAfter(two) ? one : two);
                }
            }
        }
        if (!times.isEmpty()) {
            mailboxes.observed(times);
        }
        return fresh;
    }

    /// Enters an observation that is not filed.
    ///
    /// @return whether it was not there before
    boolean enter(Observation observation, Mailboxes.Known mailbox) {
        return !enter(List.of(new Step(observation, List.of(mailbox), List.of()))).isEmpty();
    }

    /// Lets an observation be taken in once more.
    boolean forget(UUID id) {
        return database.jdbc()
                        .sql("delete from observation where id = :id")
                        .param("id", id)
                        .update()
                == 1;
    }
}
