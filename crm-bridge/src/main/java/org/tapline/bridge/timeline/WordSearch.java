package org.tapline.bridge.timeline;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.sharing.Sights;

/// Candidates of a search for words, newest first.
///
/// The index of words yields messages in no order, and may yield millions. So it is asked for a
/// time only that holds, by the statistics, somewhat more than are wanted, and for a longer one
/// when it held fewer. What is frequent is found in hours, what is rare in all years; the cost
/// depends on how many are wanted and hardly on how many there are.
///
/// A viewer who reads everything is searched for in the whole vector. For anybody else two lists
/// are merged: what has the words in subject and people, and what has them anywhere in mailboxes
/// that this viewer reads. Both hold more than the viewer may find; [Search] leaves that out.
final class WordSearch {
    private static final String ANYWHERE = "words";
    private static final String HEADS = "ts_filter(words, '{a,b}')";

    private static final String BY_INDEX =
            """
            with m as materialized
                (select message_id as id, occurred_at from message_words
                 where VECTOR @@ QUERY TIME)
            """;

    private final Database database;
    private final String filters;

    /// @param filters what else must hold of `m`, the order, and `limit :limit`
    WordSearch(Database database, String filters) {
        this.database = database;
        this.filters = filters;
    }

    /// @param parameters of the filters, with `words`, `language`, `at`, `id` and `limit`
    /// @param open what the viewer reads in full
    /// @param after the candidates are older
    /// @param since and not older than this
    /// @param most as many candidates as are asked for
    List<Search.Hit> find(
            Map<String, Object> parameters,
            Sights.Open open,
            Position after,
            Optional<Instant> since,
            int most) {
        return database.transaction(
                () -> {
                    // the only plans left are the ones that are meant; none is worth compiling
                    database.jdbc()
                            .sql(
                                    """
                                    select set_config('plan_cache_mode', 'force_custom_plan', true),
                                           set_config('enable_seqscan', 'off', true),
                                           set_config('work_mem', '16MB', true),
                                           set_config('jit', 'off', true)
                                    """)
                            .query((row, number) -> true)
                            .list();
                    return newest(after)
                            .map(
                                    to ->
                                            new WordQuestion(
                                                    database, filters, parameters, most, to, since))
                            .map(question -> find(question, open))
                            .orElse(List.of());
                });
    }

    private List<Search.Hit> find(WordQuestion question, Sights.Open open) {
        if (open.all()) {
            return everywhere(question, ANYWHERE);
        }
        List<Search.Hit> heads = everywhere(question, HEADS);
        return open.mailboxes().isEmpty()
                ? heads
                : merged(
                        heads,
                        new MailboxWords(question, open.mailboxes()).find(),
                        question.most());
    }

    private static List<Search.Hit> everywhere(WordQuestion question, String vector) {
        double share = question.having(vector) / question.messages();
        return question.byIndex(BY_INDEX, vector, share, Map.of());
    }

    /// When the newest message that is not newer was written.
    private Optional<Instant> newest(Position after) {
        return database.jdbc()
                .sql(
                        """
                        select occurred_at from message where occurred_at <= :at
                        order by occurred_at desc, id desc limit 1
                        """)
                .param("at", Columns.at(after.at()))
                .query((row, number) -> Columns.instant(row, "occurred_at"))
                .optional();
    }

    private static List<Search.Hit> merged(List<Search.Hit> one, List<Search.Hit> other, int most) {
        Map<Position, Search.Hit> all = new TreeMap<>(Collections.reverseOrder());
        one.forEach(hit -> all.put(hit.position(), hit));
        other.forEach(hit -> all.put(hit.position(), hit));
        return all.values().stream().limit(most).toList();
    }
}
