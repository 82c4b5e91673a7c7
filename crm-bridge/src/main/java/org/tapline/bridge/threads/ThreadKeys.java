package org.tapline.bridge.threads;

import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.identity.MessageIds;

/// The keys of one message. All of them are looked up, and all of them are stored with the thread
/// the message ends in: a parent that arrives late finds its answers under its own id.
public final class ThreadKeys {

    /// References used, the newest: a conversation of years keeps its last links, and a hostile
    /// header costs no more than this (DESIGN section 5, step 5).
    public static final int NEWEST_REFERENCES = 32;

    /// Outlook's header block: 1 reserved octet, 5 of time, 16 of GUID. What follows differs from
    /// reply to reply.
    private static final int INDEX_OCTETS = 22;

    private ThreadKeys() {}

    /// What a message says of its conversation.
    ///
    /// @param ids its own id, and where a provider rewrote it the other one too; as written
    /// @param inReplyTo ids of In-Reply-To, as written
    /// @param references ids of References, oldest first, as written
    /// @param mailbox key of the mailbox, for the ids that only mean something there
    /// @param providerThread the provider's thread id (`X-GM-THRID`, `THREADID`)
    /// @param threadIndex Outlook's Thread-Index, base64
    /// @param subject present only where policy joins by subject
    public record Source(
            List<String> ids,
            List<String> inReplyTo,
            List<String> references,
            String mailbox,
            Optional<String> providerThread,
            Optional<String> threadIndex,
            Optional<String> subject) {
        public Source {
            ids = List.copyOf(ids);
            inReplyTo = List.copyOf(inReplyTo);
            references = List.copyOf(references);
        }
    }

    /// Every key of the message, each once, the most trustworthy first.
    public static Set<ThreadKey> of(Source source) {
        Set<ThreadKey> keys = new LinkedHashSet<>();
        addIds(keys, source.ids());
        addIds(keys, newest(source.inReplyTo()));
        addIds(keys, newest(source.references()).reversed());
        source.providerThread()
                .filter(id -> !id.isBlank())
                .ifPresent(id -> keys.add(scoped(ThreadKey.Kind.PROVIDER, source, id.strip())));
        source.threadIndex()
                .flatMap(ThreadKeys::conversation)
                .ifPresent(index -> keys.add(new ThreadKey(ThreadKey.Kind.INDEX, index)));
        source.subject()
                .flatMap(Subjects::base)
                .ifPresent(base -> keys.add(scoped(ThreadKey.Kind.SUBJECT, source, base)));
        return keys;
    }

    /// The part of a Thread-Index that all messages of a conversation share, in hex.
    ///
    /// @return empty when it is too short, or no base64
    static Optional<String> conversation(String threadIndex) {
        String text = threadIndex.strip();
        // 22 octets are 30 characters of base64; four more than that are never needed.
        String head = text.length() > 32 ? text.substring(0, 32) : text;
        try {
            byte[] octets = Base64.getMimeDecoder().decode(head);
            return octets.length < INDEX_OCTETS
                    ? Optional.empty()
                    : Optional.of(HexFormat.of().formatHex(octets, 0, INDEX_OCTETS));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    private static ThreadKey scoped(ThreadKey.Kind kind, Source source, String value) {
        return new ThreadKey(kind, source.mailbox() + '|' + value);
    }

    private static void addIds(Set<ThreadKey> keys, List<String> ids) {
        for (String id : ids) {
            MessageIds.normalise(id)
                    .ifPresent(normal -> keys.add(new ThreadKey(ThreadKey.Kind.ID, normal)));
        }
    }

    private static List<String> newest(List<String> ids) {
        return ids.subList(Math.max(0, ids.size() - NEWEST_REFERENCES), ids.size());
    }
}
