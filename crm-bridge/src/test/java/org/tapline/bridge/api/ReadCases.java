package org.tapline.bridge.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tapline.bridge.privacy.Sight;

/// The requests that read messages, each with the least sight at which it shows the one message of
/// the test.
record ReadCases(
        String mailbox, long message, long thread, long contact, long deal, long linkedDeal) {

    /// What stands in the subject, in capitals that no request has.
    static final String SUBJECT = "Quokka";

    /// A request that reads.
    ///
    /// @param path without `/api/v1`
    /// @param from the least sight at which the message is in the answer
    /// @param shows what the answer says in full
    record Read(String path, Sight from, List<String> shows) {}

    /// Every endpoint that shows messages, with the requests that try it.
    Map<String, List<Read>> all() {
        List<String> line = List.of(SUBJECT, "Numbat");
        List<String> all = List.of(SUBJECT, "Wombat", "Numbat", "Dingo");
        Map<String, List<Read>> reads = new LinkedHashMap<>();
        reads.put(
                "/api/v1/timeline/{whose}",
                List.of(
                        new Read("/timeline/carol@kunde.test", Sight.METADATA, line),
                        new Read("/timeline/" + contact, Sight.METADATA, line),
                        new Read("/timeline/kunde.test", Sight.METADATA, line),
                        new Read("/timeline/company-1", Sight.METADATA, line),
                        new Read("/timeline/deal-" + deal, Sight.METADATA, line),
                        new Read("/timeline/deal-" + linkedDeal, Sight.METADATA, line)));
        reads.put(
                "/api/v1/messages",
                List.of(
                        new Read("/messages", Sight.METADATA, line),
                        new Read("/messages?mailbox=" + mailbox, Sight.METADATA, line)));
        reads.put(
                "/api/v1/messages/{message}",
                List.of(new Read("/messages/" + message, Sight.METADATA, all)));
        reads.put(
                "/api/v1/messages/{message}/raw",
                List.of(new Read("/messages/" + message + "/raw", Sight.EVERYTHING, all)));
        reads.put(
                "/api/v1/messages/{message}/explain",
                List.of(new Read("/messages/" + message + "/explain", Sight.METADATA, List.of())));
        reads.put(
                "/api/v1/threads/{thread}",
                List.of(new Read("/threads/" + thread, Sight.METADATA, line)));
        reads.put(
                "/api/v1/search",
                List.of(
                        new Read("/search?words=quokka", Sight.SUBJECT, line),
                        new Read("/search?words=carol%20quokka", Sight.SUBJECT, line),
                        new Read("/search?words=carol", Sight.METADATA, line),
                        new Read("/search?words=kunde", Sight.METADATA, line),
                        new Read("/search?words=wombat", Sight.EVERYTHING, line),
                        new Read("/search?words=quokka%20wombat", Sight.EVERYTHING, line),
                        new Read("/search?words=carol%20or%20wombat", Sight.METADATA, line),
                        // a hyphen means no "without", which would tell what the text holds
                        new Read("/search?words=quokka%20-wombat", Sight.EVERYTHING, line),
                        new Read("/search?words=quokka%20-%22wombat%22", Sight.EVERYTHING, line),
                        new Read("/search?words=numbat", Sight.EVERYTHING, line),
                        new Read("/search?attachment=numbat", Sight.EVERYTHING, line),
                        new Read("/search?from=kunde.test", Sight.METADATA, line),
                        new Read("/search?from=carol@kunde.test", Sight.METADATA, line),
                        new Read("/search?to=" + mailbox, Sight.METADATA, line),
                        new Read(
                                "/search?since=2026-11-20&before=2026-11-21&from=carol",
                                Sight.METADATA,
                                line)));
        reads.put(
                "/api/v1/persons/{person}/export",
                List.of(new Read("/persons/carol@kunde.test/export", Sight.METADATA, all)));
        return reads;
    }
}
