package org.tapline.bridge.timeline;

import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.SqlParameterValue;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.Domains;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.policy.Choice;
import org.tapline.bridge.policy.Policies;
import org.tapline.bridge.policy.PolicyKeys;
import org.tapline.bridge.privacy.Sight;
import org.tapline.bridge.privacy.Viewer;
import org.tapline.bridge.sharing.Seeing;
import org.tapline.bridge.sharing.Sights;

/// Finds messages by words, people, dates and names of attachments, newest first.
///
/// A message is found by what the viewer sees of it, and by nothing else: the words must match in
/// the parts of the level that holds (weights of the migration V20). There is no way to ask for
/// messages *without* a word: who sees the subject only could find out by it what the text holds.
/// Blind copies are not searched.
public final class Search {
    private static final String WITHOUT_WORDS =
            """
            select m.occurred_at, m.id
            from message m
            where true
            """;

    private static final String FILTERS =
            """
              and (m.occurred_at, m.id) < (:at, :id)
              and (:since::timestamptz is null or m.occurred_at >= :since::timestamptz)
              and (:before::timestamptz is null or m.occurred_at < :before::timestamptz)
              and (:from = '' or exists
                   (select from participant p
                    where p.message_id = m.id and p.role in ('from', 'author')
                      and (coalesce(p.folded_key, p.address_key) = :from or p.domain = :fromDomain
                           or strpos(lower(p.name), :from) > 0)))
              and (:to = '' or exists
                   (select from participant p
                    where p.message_id = m.id and p.role in ('to', 'cc')
                      and (coalesce(p.folded_key, p.address_key) = :to or p.domain = :toDomain
                           or strpos(lower(p.name), :to) > 0)))
              and (:attachment = '' or exists
                   (select from attachment a
                    where a.message_id = m.id and strpos(lower(a.name), :attachment) > 0))
            order by m.occurred_at desc, m.id desc limit :limit
            """;

    private final Database database;
    private final PolicySettings settings;
    private final Sights sights;
    private final WordSearch words;
    private final VisiblePages pages;

    public Search(Database database, PolicySettings settings, Sights sights) {
        this.database = database;
        this.settings = settings;
        this.sights = sights;
        this.words = new WordSearch(database, FILTERS);
        this.pages = new VisiblePages(sights, new Entries(database));
    }

    /// What the viewer sees and asked for.
    public Page<Entry> find(Viewer viewer, Wanted wanted, int limit, Position after) {
        boolean byFile = !wanted.attachment().isBlank();
        return pages.page(
                viewer,
                limit,
                after,
                (from, most) -> candidates(viewer, wanted, from, most),
                (hit, seeing) -> mayFind(hit, byFile, seeing));
    }

    /// @param byFile whether the name of an attachment was asked for
    private static boolean mayFind(Hit hit, boolean byFile, Seeing seeing) {
        if (byFile && !seeing.atLeast(Sight.EVERYTHING)) {
            return false;
        }
        return switch (seeing.sight()) {
            case NOTHING -> false;
            case METADATA -> hit.byPeople();
            case SUBJECT -> hit.bySubject();
            case EVERYTHING -> true;
        };
    }

    private List<Hit> candidates(Viewer viewer, Wanted wanted, Position from, int most) {
        Map<String, Object> parameters = parameters(wanted, from, most);
        if (!wanted.positiveWords().isEmpty()) {
            return words.find(parameters, sights.open(viewer), from, wanted.since(), most);
        }
        return database.jdbc()
                .sql(WITHOUT_WORDS + FILTERS)
                .params(parameters)
                .query(
                        (row, number) ->
                                new Hit(
                                        new Position(
                                                Columns.instant(row, "occurred_at"),
                                                row.getLong("id")),
                                        true,
                                        true))
                .list();
    }

    private String language() {
        return Choice.word(organisation().get(PolicyKeys.SEARCH_LANGUAGE));
    }

    private Policies organisation() {
        return settings.effective(Optional.empty(), Optional.empty());
    }

    private Map<String, Object> parameters(Wanted wanted, Position from, int most) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("language", language());
        parameters.put("since", moment(wanted.since()));
        parameters.put("before", moment(wanted.before()));
        parameters.put("at", Columns.at(from.at()));
        parameters.put("id", from.id());
        parameters.put("limit", most);
        parameters.put("words", Columns.text(wanted.positiveWords()));
        parameters.put("from", person(wanted.from()));
        parameters.put("fromDomain", domain(wanted.from()));
        parameters.put("to", person(wanted.to()));
        parameters.put("toDomain", domain(wanted.to()));
        parameters.put(
                "attachment", Columns.text(wanted.attachment().strip().toLowerCase(Locale.ROOT)));
        return parameters;
    }

    private static SqlParameterValue moment(Optional<Instant> at) {
        return new SqlParameterValue(Types.TIMESTAMP_WITH_TIMEZONE, Columns.at(at));
    }

    /// An address by its key, anything else as a piece of a name.
    private String person(String text) {
        return text.contains("@")
                ? organisation().folding().fold(Contacts.key(text.strip()))
                : Columns.text(text.strip().toLowerCase(Locale.ROOT));
    }

    private static String domain(String text) {
        return text.contains("@") || !text.contains(".")
                ? ""
                : Columns.key(Domains.registrable(text).orElse(Domains.toAscii(text)));
    }

    /// @param bySubject whether the words stand in subject and people alone
    /// @param byPeople whether they stand among the people alone
    record Hit(Position position, boolean bySubject, boolean byPeople)
            implements VisiblePages.Placed {}
}
