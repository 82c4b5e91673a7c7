package org.tapline.bridge.api;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.bridge.privacy.Sight;
import org.tapline.bridge.timeline.Entry;
import org.tapline.bridge.timeline.Explanation;
import org.tapline.bridge.timeline.FullMessage;
import org.tapline.bridge.timeline.Messages;
import org.tapline.bridge.timeline.Page;
import org.tapline.bridge.timeline.Position;
import org.tapline.bridge.timeline.Timeline;

/// `/messages`
@RestController
@RequestMapping("/api/v1/messages")
class MessageResource {
    private final Timeline timeline;
    private final Messages messages;
    private final Mailboxes mailboxes;
    private final BlobStore blobs;
    private final Readers readers;

    MessageResource(
            Timeline timeline,
            Messages messages,
            Mailboxes mailboxes,
            BlobStore blobs,
            Readers readers) {
        this.timeline = timeline;
        this.messages = messages;
        this.mailboxes = mailboxes;
        this.blobs = blobs;
        this.readers = readers;
    }

    /// Recorded messages as timeline entries; excluded ones as what is kept of them.
    @GetMapping
    Listing<?> list(
            @RequestParam Optional<String> mailbox,
            @RequestParam(defaultValue = "false") boolean excluded,
            @RequestParam Optional<String> as,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam Optional<String> cursor,
            Authentication holder) {
        Reader reader = readers.of(as, holder);
        Optional<Long> box = mailbox.map(this::mailboxId);
        int most = Listing.limit(limit);
        Position after = Listing.position(cursor);
        if (excluded) {
            return Listing.of(messages.excluded(reader.viewer(), box, most, after));
        }
        Page<Entry> page =
                box.isPresent()
                        ? timeline.ofMailbox(reader.viewer(), box.get(), most, after)
                        : timeline.all(reader.viewer(), most, after);
        readers.note(reader, "message.list", mailbox.orElse("all"), page.items());
        return Listing.of(page);
    }

    @GetMapping("/{message}")
    FullMessage one(
            @PathVariable String message,
            @RequestParam Optional<String> as,
            Authentication holder) {
        Reader reader = readers.of(as, holder);
        FullMessage full =
                messages.full(find(reader, message)).orElseThrow(() -> notFound(message));
        readers.note(reader, "message.read", "message " + full.entry().id(), List.of(full.entry()));
        return full;
    }

    /// The octets as they were on the wire, and nothing else.
    @GetMapping("/{message}/raw")
    ResponseEntity<InputStreamResource> raw(
            @PathVariable String message, @RequestParam Optional<String> as, Authentication holder)
            throws IOException {
        Reader reader = readers.of(as, holder);
        Messages.Found found = find(reader, message);
        if (!found.seeing().atLeast(Sight.EVERYTHING)) {
            throw new Refused(
                    "of message %s this viewer sees %s only (policies visibility.* and admin.read)"
                            .formatted(message, found.seeing().sight().label()));
        }
        String sha256 =
                messages.raw(found)
                        .orElseThrow(
                                () ->
                                        new NotFound(
                                                "the octets of message "
                                                        + message
                                                        + " are not kept (policy store.body)"));
        readers.noteRaw(reader, found.id());
        try {
            var content = blobs.content(sha256);
            return ResponseEntity.ok()
                    .contentType(MediaType.parseMediaType("message/rfc822"))
                    .contentLength(content.size())
                    .body(new InputStreamResource(content.open()));
        } catch (NoSuchFileException e) {
            throw new NotFound("the octets of message " + message + " are not in the blob store");
        }
    }

    /// By our id or by the Message-ID, of excluded messages too.
    @GetMapping("/{message}/explain")
    Explanation explain(
            @PathVariable String message,
            @RequestParam Optional<String> as,
            Authentication holder) {
        return messages.explain(readers.of(as, holder).viewer(), message)
                .orElseThrow(() -> notFound(message));
    }

    private Messages.Found find(Reader reader, String message) {
        return messages.find(reader.viewer(), message).orElseThrow(() -> notFound(message));
    }

    private long mailboxId(String name) {
        return mailboxes
                .find(name)
                .orElseThrow(() -> new NotFound("mailbox not found: " + name))
                .id();
    }

    private static NotFound notFound(String message) {
        return new NotFound("message not found: " + message);
    }
}
