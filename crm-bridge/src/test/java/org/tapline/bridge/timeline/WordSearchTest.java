package org.tapline.bridge.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.database.TestServer;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.privacy.Viewer;
import org.tapline.bridge.sharing.Marks;
import org.tapline.bridge.sharing.Sights;

/// Message `n` of 6,000 was written `n` hours after the year began. For each of [#DIVISORS] that
/// divides `n` its text holds a word, and its subject another one. Every hundredth is in Bob's
/// mailbox, every fourth of the others in Anna's.
class WordSearchTest {
    private static final int MESSAGES = 6_000;
    private static final int FIRST = 51;
    private static final Instant BEGIN = Instant.parse("2025-01-01T00:00:00Z");
    private static final Viewer ADMINISTRATOR = new Viewer.Administrator(true);
    private static final List<Integer> DIVISORS = List.of(2, 3, 10, 70, 400, 1_500);

    private static Database database;
    private static Search search;
    private static Map<String, Long> mailboxes;
    private static Viewer anna;
    private static Viewer bob;

    @BeforeAll
    static void fill() {
        database = TestServer.newDatabase();
        PolicySettings settings = new PolicySettings(database);
        Sights sights = new Sights(database, settings, new Marks(database, new Audit(database)));
        search = new Search(database, settings, sights);
        mailboxes = new HashMap<>();
        anna = user("anna");
        bob = user("bob");
        user("everybody");
        database.jdbc().sql(MESSAGE_ROWS).param("begin", at(0)).param("most", MESSAGES).update();
        database.jdbc().sql(WORD_ROWS).param("divisors", DIVISORS.toArray(Integer[]::new)).update();
        database.jdbc()
                .sql(DELIVERY_ROWS)
                .param("anna", mailboxes.get("anna"))
                .param("bob", mailboxes.get("bob"))
                .param("everybody", mailboxes.get("everybody"))
                .update();
        database.jdbc().sql("analyze").update();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static final String MESSAGE_ROWS =
            """
            insert into message
                (id, message_key, fingerprint, message_id, thread_id, occurred_at, direction,
                 subject, references_to, headers, body_text, kind, defects)
            overriding system value
            select n, n, n, n, n, :begin::timestamptz + n * interval '1 hour', 'inbound', '', '{}',
                   '[]', '', '{}', '[]'
            from generate_series(1, :most) as n
            """;

    private static final String WORD_ROWS =
            """
            insert into message_words (message_id, occurred_at, words)
            select m.id, m.occurred_at,
                   message_search(
                       'simple',
                       (select coalesce(string_agg('head' || d, ' '), '')
                        from unnest(:divisors::int[]) as d where m.id % d = 0),
                       'person' || m.id % 2, '',
                       (select coalesce(string_agg('word' || d, ' '), '')
                        from unnest(:divisors::int[]) as d where m.id % d = 0)
                       || case when m.id <= 600 then ' old' else '' end)
            from message m
            """;

    private static final String DELIVERY_ROWS =
            """
            insert into delivery
                (message_id, mailbox_id, folder, uidvalidity, uid, way, direction, flags,
                 provider_ids, certain, raw_size, session, observed_at, occurred_at)
            select m.id,
                   case when m.id % 100 = 0 then :bob when m.id % 4 = 0 then :anna
                        else :everybody end,
                   'INBOX', 1, m.id, 'imap-fetch', 'inbound', '{}', '{}', true, 1, '',
                   m.occurred_at, m.occurred_at
            from message m
            """;

    private static Viewer user(String name) {
        long user =
                database.jdbc()
                        .sql("insert into app_user (name) values (:name) returning id")
                        .param("name", name)
                        .query(Long.class)
                        .single();
        mailboxes.put(
                name,
                database.jdbc()
                        .sql(
                                """
                                insert into mailbox (login, upstream, user_id)
                                values (:login, 'default', :user) returning id
                                """)
                        .param("login", name + "@acme.test")
                        .param("user", user)
                        .query(Long.class)
                        .single());
        return new Viewer.User(Long.toString(user));
    }

    private static boolean bobs(int n) {
        return n % 100 == 0;
    }

    private static boolean annas(int n) {
        return n % 4 == 0 && !bobs(n);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 70, 400, 1_500})
    void pages_hold_what_a_plain_scan_finds_whoever_looks(int divisor) {
        String word = "word" + divisor;
        IntPredicate having = n -> n % divisor == 0;
        assertThat(pages(ADMINISTRATOR, word)).isEqualTo(scan(having));
        assertThat(pages(anna, word)).isEqualTo(scan(n -> having.test(n) && annas(n)));
        assertThat(pages(bob, word)).isEqualTo(scan(n -> having.test(n) && bobs(n)));
        assertThat(pages(bob, "head" + divisor)).isEqualTo(scan(having));
    }

    @Test
    void a_subject_elsewhere_and_a_text_of_ones_own_are_found_together() {
        assertThat(pages(anna, "head70 or word10"))
                .isEqualTo(scan(n -> n % 70 == 0 || (n % 10 == 0 && annas(n))));
        assertThat(pages(bob, "person1 word3")).isEmpty();
        assertThat(pages(anna, "person0 word3")).isEqualTo(scan(n -> n % 3 == 0 && annas(n)));
    }

    @Test
    void a_word_that_was_frequent_long_ago_is_found_by_going_further_back() {
        assertThat(pages(ADMINISTRATOR, "old")).isEqualTo(scan(n -> n <= 600));
        assertThat(pages(anna, "old")).isEqualTo(scan(n -> n <= 600 && annas(n)));
    }

    @Test
    void dates_bound_a_search_on_both_sides() {
        Wanted wanted =
                new Wanted(
                        "word2",
                        "",
                        "",
                        Optional.of(at(1_000).toInstant()),
                        Optional.of(at(4_000).toInstant()),
                        "");
        assertThat(pages(ADMINISTRATOR, wanted))
                .isEqualTo(scan(n -> n % 2 == 0 && n >= 1_000 && n < 4_000));
    }

    @Test
    void the_index_is_asked_for_a_time_and_not_for_all() {
        database.transaction(
                () -> {
                    Ages ages = new WordEstimates(database).ages();
                    assertThat(ages.messages()).isEqualTo(MESSAGES);
                    Instant newest = at(MESSAGES).toInstant();
                    assertThat(ages.back(newest, 600))
                            .hasValueSatisfying(
                                    from ->
                                            assertThat(from)
                                                    .isBetween(
                                                            at(MESSAGES - 900).toInstant(),
                                                            at(MESSAGES - 300).toInstant()));
                    return true;
                });
    }

    @ParameterizedTest
    @EnumSource(Costs.Way.class)
    void each_way_into_a_mailbox_leads_to_what_a_plain_scan_finds(Costs.Way way) {
        for (int divisor : DIVISORS) {
            assertThat(found("anna", divisor, way))
                    .as("anna, word%d", divisor)
                    .isEqualTo(first(scan(n -> n % divisor == 0 && annas(n))));
            assertThat(found("bob", divisor, way))
                    .as("bob, word%d", divisor)
                    .isEqualTo(first(scan(n -> n % divisor == 0 && bobs(n))));
        }
    }

    @Test
    void every_way_is_the_cheapest_for_some_words_and_mailbox() {
        Set<Costs.Way> taken = EnumSet.noneOf(Costs.Way.class);
        for (int divisor : DIVISORS) {
            for (String name : mailboxes.keySet()) {
                taken.add(asked(name, divisor, words -> words.costs().cheapest()));
            }
        }
        assertThat(taken).containsExactlyInAnyOrder(Costs.Way.values());
    }

    private static List<Integer> found(String mailbox, int divisor, Costs.Way way) {
        return asked(
                mailbox,
                divisor,
                words ->
                        words.find(way, words.costs()).stream()
                                .map(hit -> (int) hit.position().id())
                                .toList());
    }

    private static <T> T asked(String mailbox, int divisor, Function<MailboxWords, T> question) {
        return database.transaction(
                () -> {
                    WordQuestion words =
                            new WordQuestion(
                                    database,
                                    "order by m.occurred_at desc, m.id desc limit :limit",
                                    Map.of(
                                            "words",
                                            "word" + divisor,
                                            "language",
                                            "simple",
                                            "at",
                                            at(MESSAGES + 1),
                                            "id",
                                            0L,
                                            "limit",
                                            FIRST),
                                    FIRST,
                                    at(MESSAGES).toInstant(),
                                    Optional.empty());
                    return question.apply(new MailboxWords(words, Set.of(mailboxes.get(mailbox))));
                });
    }

    private static List<Integer> pages(Viewer viewer, String words) {
        return pages(viewer, new Wanted(words, "", "", Optional.empty(), Optional.empty(), ""));
    }

    /// All pages one after the other.
    private static List<Integer> pages(Viewer viewer, Wanted wanted) {
        List<Integer> found = new ArrayList<>();
        Optional<Position> next = Optional.of(Position.NEWEST);
        while (next.isPresent()) {
            Page<Entry> page = search.find(viewer, wanted, 150, next.get());
            page.items().forEach(entry -> found.add((int) entry.id()));
            next = page.next().flatMap(Position::parse);
        }
        return found;
    }

    /// What fits, newest first.
    private static List<Integer> scan(IntPredicate fitting) {
        return IntStream.rangeClosed(1, MESSAGES)
                .map(n -> MESSAGES + 1 - n)
                .filter(fitting)
                .boxed()
                .toList();
    }

    private static List<Integer> first(List<Integer> all) {
        return all.subList(0, Math.min(FIRST, all.size()));
    }

    private static OffsetDateTime at(int n) {
        return Columns.at(BEGIN.plus(Duration.ofHours(n)));
    }
}
