package org.tapline.bridge.api;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.policy.Choice;
import org.tapline.bridge.policy.PolicyKeys;
import org.tapline.bridge.timeline.Conversations;
import org.tapline.bridge.timeline.Entry;
import org.tapline.bridge.timeline.Page;

/// `/threads`
@RestController
@RequestMapping("/api/v1/threads")
class ThreadResource {
    private final Conversations conversations;
    private final PolicySettings settings;
    private final Readers readers;

    ThreadResource(Conversations conversations, PolicySettings settings, Readers readers) {
        this.conversations = conversations;
        this.settings = settings;
        this.readers = readers;
    }

    /// @param thread id of a thread, or the Message-ID of one of its messages
    /// @param order `newest-first` or `oldest-first`; absent: as `thread.order` has it
    @GetMapping("/{thread}")
    Listing<Entry> thread(
            @PathVariable String thread,
            @RequestParam Optional<String> order,
            @RequestParam Optional<String> as,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam Optional<String> cursor,
            Authentication holder) {
        Reader reader = readers.of(as, holder);
        Choice.Order shown = order.map(ThreadResource::order).orElseGet(() -> chosen(reader));
        long id = conversations.find(reader.viewer(), thread).orElseThrow(() -> notFound(thread));
        Page<Entry> page =
                conversations.page(
                        reader.viewer(),
                        id,
                        shown,
                        Listing.limit(limit),
                        cursor.map(given -> Listing.position(Optional.of(given))));
        if (page.items().isEmpty() && page.next().isEmpty() && cursor.isEmpty()) {
            throw notFound(thread);
        }
        readers.note(reader, "thread.read", "thread " + id, page.items());
        return Listing.of(page);
    }

    private Choice.Order chosen(Reader reader) {
        return settings.effective(reader.user(), Optional.empty()).get(PolicyKeys.THREAD_ORDER);
    }

    private static Choice.Order order(String word) {
        List<Choice.Order> all = Arrays.asList(Choice.Order.values());
        return all.stream()
                .filter(each -> Choice.word(each).equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new BadField(
                                        "order",
                                        "must be "
                                                + all.stream()
                                                        .map(Choice::word)
                                                        .collect(Collectors.joining(" or "))
                                                + ", but is \""
                                                + word
                                                + "\""));
    }

    private static NotFound notFound(String thread) {
        return new NotFound("thread not found: " + thread);
    }
}
