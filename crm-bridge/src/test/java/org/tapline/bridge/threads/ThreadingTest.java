package org.tapline.bridge.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapline.bridge.threads.ThreadKey.Kind;
import org.tapline.bridge.threads.ThreadKeys.Source;
import org.tapline.bridge.threads.Threading.Found;

class ThreadingTest {
    private static final Instant MONDAY = Instant.parse("2026-11-16T00:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-17T00:00:00Z");

    @Test
    void a_message_that_knows_nothing_starts_a_thread() {
        assertThat(Threading.decide(List.of())).isEqualTo(new ThreadDecision.Start());
    }

    @Test
    void a_message_joins_the_thread_its_ids_name() {
        assertThat(decide(new Found(7, MONDAY, Kind.ID), new Found(7, MONDAY, Kind.INDEX)))
                .isEqualTo(new ThreadDecision.Join(7, Kind.ID));
    }

    @Test
    void a_message_that_names_several_threads_merges_them_into_the_oldest() {
        assertThat(
                        decide(
                                new Found(3, TUESDAY, Kind.ID),
                                new Found(9, MONDAY, Kind.ID),
                                new Found(1, TUESDAY, Kind.ID)))
                .isEqualTo(new ThreadDecision.Merge(9, List.of(1L, 3L)));
    }

    @Test
    void of_two_threads_of_one_age_the_lower_id_wins_in_any_order() {
        Found four = new Found(4, MONDAY, Kind.ID);
        Found two = new Found(2, MONDAY, Kind.ID);
        var merge = new ThreadDecision.Merge(2, List.of(4L));
        assertThat(decide(four, two)).isEqualTo(merge);
        assertThat(decide(two, four)).isEqualTo(merge);
    }

    @Test
    void looser_keys_join_and_never_merge() {
        for (Kind kind : List.of(Kind.PROVIDER, Kind.INDEX, Kind.SUBJECT)) {
            assertThat(decide(new Found(1, TUESDAY, kind), new Found(2, MONDAY, kind)))
                    .isEqualTo(new ThreadDecision.Join(2, kind));
        }
    }

    @Test
    void the_most_trustworthy_kind_decides_alone() {
        assertThat(
                        decide(
                                new Found(1, MONDAY, Kind.SUBJECT),
                                new Found(2, MONDAY, Kind.PROVIDER),
                                new Found(3, TUESDAY, Kind.ID)))
                .isEqualTo(new ThreadDecision.Join(3, Kind.ID));
        assertThat(decide(new Found(1, MONDAY, Kind.SUBJECT), new Found(2, TUESDAY, Kind.INDEX)))
                .isEqualTo(new ThreadDecision.Join(2, Kind.INDEX));
    }

    @Test
    void the_newest_references_count_and_the_newest_first() {
        List<String> references = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            references.add("<r%d@x>".formatted(i));
        }
        List<String> keys = texts(source("own@x", references));
        assertThat(keys).hasSize(1 + ThreadKeys.NEWEST_REFERENCES);
        assertThat(keys.getFirst()).isEqualTo("id:own@x");
        assertThat(keys.get(1)).isEqualTo("id:r999@x");
        assertThat(keys.getLast()).isEqualTo("id:r968@x");
    }

    @Test
    void every_kind_of_key_is_gathered_once() {
        String index = Base64.getEncoder().encodeToString(new byte[27]);
        Source source =
                new Source(
                        List.of("<own@X>", "<rewritten@x>"),
                        List.of("<parent@x>"),
                        List.of("<root@x>", "<parent@x>"),
                        "anna",
                        Optional.of("1789"),
                        Optional.of(index),
                        Optional.of("Re: The offer"));
        assertThat(texts(source))
                .containsExactly(
                        "id:own@x",
                        "id:rewritten@x",
                        "id:parent@x",
                        "id:root@x",
                        "provider:anna|1789",
                        "index:" + "00".repeat(22),
                        "subject:anna|the offer");
    }

    @Test
    void replies_share_the_conversation_of_their_thread_index() {
        byte[] root = new byte[22];
        byte[] reply = new byte[27];
        for (int i = 0; i < 22; i++) {
            root[i] = (byte) (i + 1);
            reply[i] = (byte) (i + 1);
        }
        reply[25] = 9;
        var base64 = Base64.getEncoder();
        assertThat(ThreadKeys.conversation(base64.encodeToString(root)))
                .isPresent()
                .isEqualTo(ThreadKeys.conversation(base64.encodeToString(reply)));
        assertThat(ThreadKeys.conversation(base64.encodeToString(new byte[21]))).isEmpty();
        assertThat(ThreadKeys.conversation("!!")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Re: The offer               | the offer
                    RE[2]: Fwd: AW: The offer   | the offer
                    Aw (3): WG:  The   offer    | the offer
                    [usrp-users] Re: The offer  | the offer
                    回复：报价单 2026-11          | 报价单 2026-11
                    The offer (fwd)             | the offer
                    Regarding: x                | regarding: x
                    [only brackets]             | [only brackets]
                    """)
    void replies_and_forwards_have_the_subject_of_the_first(String subject, String base) {
        assertThat(Subjects.base(subject)).contains(base);
    }

    @ParameterizedTest
    @CsvSource({"Re:", "hi", "Re: ok", "''"})
    void a_subject_that_says_nothing_joins_nothing(String subject) {
        assertThat(Subjects.base(subject)).isEmpty();
    }

    /// The law of this room: a tree of replies is one thread, whatever the order of arrival and
    /// however long the wait for the first message.
    @Test
    void in_whatever_order_messages_arrive_a_conversation_is_one_thread() {
        Random random = new Random(20261121);
        for (int round = 0; round < 200; round++) {
            List<Source> mails = conversation(random, 2 + random.nextInt(20));
            Collections.shuffle(mails, random);
            assertThat(threadsAfter(mails)).as("round %d", round).hasSize(1);
        }
    }

    @Test
    void conversations_that_share_nothing_stay_apart() {
        List<Source> mails = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            mails.add(source("root%d@x".formatted(i), List.of()));
            mails.add(source("reply%d@x".formatted(i), List.of("root%d@x".formatted(i))));
        }
        Collections.shuffle(mails, new Random(7));
        assertThat(threadsAfter(mails)).hasSize(5);
    }

    /// Stores messages the way the intake does, in memory; returns the threads that are left.
    private static Set<Long> threadsAfter(List<Source> mails) {
        Map<ThreadKey, Long> known = new HashMap<>();
        Set<Long> threads = new HashSet<>();
        long next = 1;
        for (Source mail : mails) {
            Set<ThreadKey> keys = ThreadKeys.of(mail);
            List<Found> found = new ArrayList<>();
            for (ThreadKey key : keys) {
                Long thread = known.get(key);
                if (thread != null) {
                    found.add(new Found(thread, MONDAY.plusSeconds(thread % 3), key.kind()));
                }
            }
            long into =
                    switch (Threading.decide(found)) {
                        case ThreadDecision.Start start -> next++;
                        case ThreadDecision.Join join -> join.thread();
                        case ThreadDecision.Merge merge -> {
                            merge.losers().forEach(threads::remove);
                            known.replaceAll(
                                    (key, old) ->
                                            merge.losers().contains(old) ? merge.winner() : old);
                            yield merge.winner();
                        }
                    };
            threads.add(into);
            keys.forEach(key -> known.put(key, into));
        }
        return threads;
    }

    private static List<Source> conversation(Random random, int size) {
        List<List<String>> chains = new ArrayList<>();
        List<Source> mails = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            List<String> references =
                    i == 0 ? List.of() : chains.get(random.nextInt(chains.size()));
            String id = "m%d@x".formatted(i);
            mails.add(source(id, references));
            List<String> chain = new ArrayList<>(references);
            chain.add(id);
            chains.add(chain);
        }
        return mails;
    }

    private static Source source(String id, List<String> references) {
        return new Source(
                List.of(id),
                List.of(),
                references,
                "anna",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static List<String> texts(Source source) {
        return ThreadKeys.of(source).stream().map(ThreadKey::text).toList();
    }

    private static ThreadDecision decide(Found... found) {
        return Threading.decide(List.of(found));
    }
}
