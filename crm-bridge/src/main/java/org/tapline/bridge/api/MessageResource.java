package org.tapline.bridge.api;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.bridge.timeline.Explanation;
import org.tapline.bridge.timeline.FullMessage;
import org.tapline.bridge.timeline.Messages;
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

    MessageResource(Timeline timeline, Messages messages, Mailboxes mailboxes, BlobStore blobs) {
        this.timeline = timeline;
        this.messages = messages;
        this.mailboxes = mailboxes;
        this.blobs = blobs;
    }

    /// Recorded messages as timeline entries; excluded ones as what is kept of them.
    @GetMapping
    Listing<?> list(
            @RequestParam Optional<String> mailbox,
            @RequestParam(defaultValue = "false") boolean excluded,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam Optional<String> cursor) {
        Optional<Long> box = mailbox.map(this::mailboxId);
        int most = Listing.limit(limit);
        Position after = Listing.position(cursor);
        if (excluded) {
            return Listing.of(messages.excluded(box, most, after));
        }
        return Listing.of(
                box.isPresent()
                        ? timeline.ofMailbox(box.get(), most, after)
                        : timeline.all(most, after));
    }

    @GetMapping("/{message}")
    FullMessage one(@PathVariable String message) {
        return messages.full(id(message)).orElseThrow(() -> notFound(message));
    }

    /// The octets as they were on the wire, and nothing else.
    @GetMapping("/{message}/raw")
    ResponseEntity<InputStreamResource> raw(@PathVariable String message) throws IOException {
        String sha256 =
                messages.raw(id(message))
                        .orElseThrow(
                                () ->
                                        new NotFound(
                                                "the octets of message "
                                                        + message
                                                        + " are not kept (policy store.body)"));
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
    Explanation explain(@PathVariable String message) {
        return messages.explain(message).orElseThrow(() -> notFound(message));
    }

    private long id(String message) {
        return messages.find(message).orElseThrow(() -> notFound(message));
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
