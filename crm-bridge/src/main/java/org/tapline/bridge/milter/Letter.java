package org.tapline.bridge.milter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.bridge.ingest.SpooledBody;

/// One message while the mail server shows it: the envelope, and the octets in a file.
///
/// The octets are put together again as they came: name, colon, the field's value with its folding,
/// line ends as CRLF; an empty line; the body. After a [#loss] nothing more is kept.
final class Letter {
    private static final Logger log = LoggerFactory.getLogger(Letter.class);
    private static final byte[] CRLF = "\r\n".getBytes(US_ASCII);

    private final String sender;
    private final String authenticated;
    private final BodySource source;
    private final MilterLimits limits;
    private final List<String> recipients = new ArrayList<>();
    private @Nullable SpooledBody body;
    private @Nullable MilterLoss loss;
    private boolean headEnded;

    /// Where a message's file comes from.
    @FunctionalInterface
    interface BodySource {
        SpooledBody begin() throws IOException;
    }

    Letter(String sender, String authenticated, BodySource source, MilterLimits limits) {
        this.sender = sender;
        this.authenticated = authenticated;
        this.source = source;
        this.limits = limits;
    }

    String sender() {
        return sender;
    }

    /// Who signed in; empty when nobody did.
    String authenticated() {
        return authenticated;
    }

    List<String> recipients() {
        return List.copyOf(recipients);
    }

    /// Those beyond the limit are not remembered.
    void recipient(String address) {
        if (recipients.size() < limits.recipients()) {
            recipients.add(address);
        }
    }

    /// A field of the head.
    ///
    /// @param payload name and value, each with its NUL
    /// @param leadingSpace the value begins with what stood behind the colon
    void field(byte[] payload, boolean leadingSpace) {
        int colon = Words.end(payload, 0);
        int start = Math.min(colon + 1, payload.length);
        int end = Words.end(payload, start);
        if (colon == 0 || colon == payload.length) {
            lose(MilterLoss.MALFORMED);
            return;
        }
        write(payload, 0, colon);
        byte[] separator = (leadingSpace ? ":" : ": ").getBytes(US_ASCII);
        write(separator, 0, separator.length);
        int line = start;
        for (int at = start; at < end; at++) {
            boolean bare = payload[at] == '\n' && (at == start || payload[at - 1] != '\r');
            if (bare) {
                write(payload, line, at);
                write(CRLF, 0, CRLF.length);
                line = at + 1;
            }
        }
        write(payload, line, end);
        write(CRLF, 0, CRLF.length);
    }

    /// The head is complete.
    void endHead() {
        if (!headEnded) {
            headEnded = true;
            write(CRLF, 0, CRLF.length);
        }
    }

    /// A piece of the body.
    void body(byte[] payload) {
        endHead();
        write(payload, 0, payload.length);
    }

    /// From now on this message is lost; its file is removed.
    void lose(MilterLoss why) {
        if (loss == null) {
            loss = why;
        }
        discard();
    }

    Optional<MilterLoss> loss() {
        return Optional.ofNullable(loss);
    }

    /// Removes the file.
    void discard() {
        SpooledBody open = body;
        body = null;
        if (open != null) {
            try {
                open.discard();
            } catch (IOException e) {
                log.warn("a received message could not be removed from the spool", e);
            }
        }
    }

    /// Hands the file over to somebody else.
    ///
    /// @return empty when the message is lost
    Optional<SpooledBody> release() {
        endHead();
        Optional<SpooledBody> released = Optional.ofNullable(body);
        body = null;
        return released;
    }

    private void write(byte[] octets, int from, int to) {
        if (loss != null || from >= to) {
            return;
        }
        try {
            SpooledBody open = body == null ? source.begin() : body;
            body = open;
            if (open.size() + to - from > limits.message()) {
                lose(MilterLoss.TOO_BIG);
                return;
            }
            open.write(octets, from, to);
        } catch (IOException e) {
            log.warn("a message could not be kept: {}", e.toString());
            lose(MilterLoss.SPOOL_FULL);
        }
    }
}
