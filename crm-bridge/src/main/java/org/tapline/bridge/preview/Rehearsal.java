package org.tapline.bridge.preview;

import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.mailbox.Users;
import org.tapline.bridge.policy.Facts;
import org.tapline.bridge.policy.Level;
import org.tapline.bridge.policy.Policies;
import org.tapline.bridge.policy.Preview;
import org.tapline.bridge.policy.Preview.Effect;
import org.tapline.bridge.policy.RuleResult;
import org.tapline.bridge.policy.Rules;

/// Tries a change of policy on the newest stored messages.
public final class Rehearsal {
    /// Recorded, and as many excluded, messages that are looked at when nobody asks for more: some
    /// seconds of work.
    public static final int MOST = 10_000;

    private static final int PIECE = 500;
    private static final Instant NEWEST = Instant.parse("9999-12-31T00:00:00Z");

    /// Rules that ask for what is not kept of an excluded message, and the keys they obey.
    private static final Map<String, String> NOT_ASKED_AGAIN =
            Map.of("scope", "sync.", "mark", "capture.", "never-log", "never-log.");

    private final Database database;
    private final PolicySettings settings;
    private final Users users;
    private final Contacts contacts;

    public Rehearsal(Database database, PolicySettings settings, Users users, Contacts contacts) {
        this.database = database;
        this.settings = settings;
        this.users = users;
        this.contacts = contacts;
    }

    /// A change that somebody thinks of.
    ///
    /// @param user whose policy it is, for a change for one user
    /// @param mailbox the same for a mailbox
    /// @param value in the form that [Policies#check] gave; absent: it is taken back
    public record Change(
            PolicySettings.Scope scope,
            Optional<Long> user,
            Optional<Long> mailbox,
            String key,
            Optional<String> value) {}

    /// What would come of it. A message in two mailboxes is looked at in each.
    ///
    /// @param examined messages looked at, the newest
    /// @param complete whether there are no older ones
    /// @param effects how many of each
    /// @param unknown excluded ones of which too little is kept to tell
    /// @param contacts addresses that would become contacts, at most as many as asked for
    /// @param messages those that are touched, at most as many as asked for
    public record Outcome(
            long examined,
            boolean complete,
            Map<Effect, Long> effects,
            long unknown,
            List<String> contacts,
            List<Line> messages) {}

    /// One message that is touched.
    ///
    /// @param effect `added`, `removed`, `hidden` or `shown`
    /// @param before reason of the decision as it stands
    /// @param after reason as it would be
    public record Line(
            String effect,
            Optional<Long> id,
            Optional<String> messageId,
            String mailbox,
            Instant occurredAt,
            String before,
            String after) {}

    /// Looks at the newest messages that the change concerns.
    ///
    /// @param limit most messages and contacts to name
    /// @param most recorded, and as many excluded, messages to look at
    public Outcome of(Change change, int limit, int most) {
        Tally tally = new Tally(limit);
        boolean recorded = scan(KeptMessages.RECORDED, "9223372036854775807", change, most, tally);
        boolean excluded = scan(KeptMessages.EXCLUDED, "\uFFFD", change, most, tally);
        return tally.outcome(recorded && excluded);
    }

    /// @return whether it came to the end
    private boolean scan(String sql, String last, Change change, int most, Tally tally) {
        Map<Long, Policies> now = new HashMap<>();
        Map<Long, Policies> then = new HashMap<>();
        Instant at = NEWEST;
        String tie = last;
        for (int examined = 0; examined < most; examined += PIECE) {
            List<Kept> piece = piece(sql, change, at, tie);
            StoredFacts facts = new StoredFacts(users.own(), contacts.owners(keys(piece)));
            for (Kept kept : piece) {
                Kept.Mailbox box = kept.mailbox();
                Optional<Long> id = Optional.of(box.id());
                Policies old =
                        now.computeIfAbsent(box.id(), b -> settings.effective(box.user(), id));
                Policies changed =
                        then.computeIfAbsent(
                                box.id(),
                                b ->
                                        settings.rehearsed(
                                                box.user(),
                                                id,
                                                change.scope(),
                                                change.key(),
                                                change.value()));
                rehearse(kept, facts.of(kept), old, changed, change.key(), tally);
            }
            if (piece.size() < PIECE) {
                return true;
            }
            at = piece.getLast().at();
            tie = piece.getLast().tie();
        }
        return false;
    }

    private List<Kept> piece(String sql, Change change, Instant at, String tie) {
        boolean one = change.scope().level() == Level.MAILBOX;
        return database.jdbc()
                .sql(sql)
                .param("at", Columns.at(at))
                .param("tie", tie)
                .param("mailbox", one ? change.mailbox().orElse(null) : null, Types.BIGINT)
                .param("user", one ? null : change.user().orElse(null), Types.BIGINT)
                .param("limit", PIECE)
                .query(KeptMessages::row)
                .list();
    }

    private static List<String> keys(List<Kept> piece) {
        return piece.stream()
                .flatMap(kept -> kept.people().stream())
                .map(person -> Contacts.key(person.address()))
                .distinct()
                .toList();
    }

    private static void rehearse(
            Kept kept,
            List<Facts> places,
            Policies old,
            Policies changed,
            String key,
            Tally tally) {
        if (kept.places().isEmpty()) {
            tryExcluded(kept, places.getFirst(), old, changed, key, tally);
            return;
        }
        List<Preview> previews =
                places.stream().map(facts -> Preview.of(facts, old, changed)).toList();
        List<Preview> stays = previews.stream().filter(p -> p.after().kept()).toList();
        Preview told = stays.isEmpty() ? previews.getFirst() : stays.getFirst();
        Effect effect =
                stays.isEmpty()
                        ? Effect.REMOVED
                        : told.effect() == Effect.ADDED ? Effect.NONE : told.effect();
        tally.enter(kept, effect, told);
    }

    /// It is added when every rule that excluded it can be asked again, and none does any more.
    private static void tryExcluded(
            Kept kept, Facts facts, Policies old, Policies changed, String key, Tally tally) {
        Set<String> again =
                Rules.decide(facts, old).rules().stream()
                        .filter(rule -> rule.outcome() == RuleResult.Outcome.EXCLUDED)
                        .map(RuleResult::rule)
                        .collect(Collectors.toUnmodifiableSet());
        Preview preview = Preview.of(facts, old, changed);
        List<String> unasked =
                kept.excludedBy().stream().filter(rule -> !again.contains(rule)).toList();
        if (unasked.isEmpty()) {
            tally.enter(kept, preview.after().kept() ? Effect.ADDED : Effect.NONE, preview);
            return;
        }
        boolean concerned =
                unasked.stream()
                        .allMatch(
                                rule ->
                                        Optional.ofNullable(NOT_ASKED_AGAIN.get(rule))
                                                .filter(key::startsWith)
                                                .isPresent());
        tally.examined(concerned && preview.after().kept());
    }

    /// Counts as it goes.
    private static final class Tally {
        private final int limit;
        private final Map<Effect, Long> effects = new EnumMap<>(Effect.class);
        private final List<Line> lines = new ArrayList<>();
        private final Set<String> contacts = new LinkedHashSet<>();
        private long examined;
        private long unknown;

        Tally(int limit) {
            this.limit = limit;
            for (Effect effect : Effect.values()) {
                effects.put(effect, 0L);
            }
        }

        void examined(boolean cannotTell) {
            examined++;
            unknown += cannotTell ? 1 : 0;
        }

        void enter(Kept kept, Effect effect, Preview told) {
            examined++;
            effects.merge(effect, 1L, Long::sum);
            told.contacts().stream()
                    .map(AddressKey::value)
                    .limit(Math.max(0, limit - contacts.size()))
                    .forEach(contacts::add);
            if (effect != Effect.NONE && lines.size() < limit) {
                lines.add(
                        new Line(
                                effect.label(),
                                kept.id(),
                                kept.messageId(),
                                kept.mailbox().login(),
                                kept.at(),
                                told.before().reason().label(),
                                told.after().reason().label()));
            }
        }

        Outcome outcome(boolean complete) {
            return new Outcome(
                    examined,
                    complete,
                    Map.copyOf(effects),
                    unknown,
                    List.copyOf(contacts),
                    List.copyOf(lines));
        }
    }
}
