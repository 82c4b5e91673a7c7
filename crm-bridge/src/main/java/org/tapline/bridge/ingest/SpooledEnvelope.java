package org.tapline.bridge.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.MailEnvelope;
import org.jspecify.annotations.Nullable;

/// A transaction whose data are arriving: its lines go to a file. What cannot be taken any more is
/// read over until the end, so that the answer comes where the client expects it.
final class SpooledEnvelope implements MailEnvelope {
    private final MaybeSender sender;
    private final List<MailAddress> recipients;
    private final long limit;
    private final BodyLines lines = new BodyLines();
    private @Nullable SpooledBody body;
    private Optional<Answer> failure = Optional.empty();

    SpooledEnvelope(
            MaybeSender sender,
            List<MailAddress> recipients,
            long limit,
            @Nullable SpooledBody body) {
        this.sender = sender;
        this.recipients = List.copyOf(recipients);
        this.limit = limit;
        this.body = body;
        if (body == null) {
            failure = Optional.of(Answer.DISK);
        }
    }

    /// Takes the next frame.
    BodyLines.Kind take(byte[] frame) {
        BodyLines.Kind kind = lines.take(frame);
        switch (kind) {
            case TEXT -> write(frame, 0);
            case STUFFED -> write(frame, 1);
            case AMBIGUOUS -> fail(Answer.AMBIGUOUS);
            case END -> {}
        }
        return kind;
    }

    /// Why the message cannot be taken; empty while it can.
    Optional<Answer> failure() {
        return failure;
    }

    /// The message; absent after a [#failure].
    Optional<SpooledBody> body() {
        return Optional.ofNullable(body);
    }

    /// Leaves the body to somebody else.
    void release() {
        body = null;
    }

    /// Removes what was written.
    void discard() {
        if (body != null) {
            try {
                body.discard();
            } catch (IOException diskFailed) {
                failure = Optional.of(Answer.DISK);
            }
            body = null;
        }
    }

    private void write(byte[] frame, int from) {
        SpooledBody open = body;
        if (open == null) {
            return;
        }
        if (open.size() + frame.length - from > limit) {
            fail(Answer.TOO_BIG);
            return;
        }
        try {
            open.write(frame, from, frame.length);
        } catch (IOException diskFailed) {
            fail(Answer.DISK);
        }
    }

    private void fail(Answer why) {
        discard();
        failure = Optional.of(why);
    }

    @Override
    public long getSize() {
        return body == null ? -1 : body.size();
    }

    @Override
    public List<MailAddress> getRecipients() {
        return recipients;
    }

    @Override
    public MaybeSender getMaybeSender() {
        return sender;
    }

    @Override
    public OutputStream getMessageOutputStream() {
        throw new UnsupportedOperationException("lines are taken one by one: see take()");
    }

    @Override
    public InputStream getMessageInputStream() throws IOException {
        if (body == null) {
            throw new IOException("the message was not taken");
        }
        return body.open();
    }
}
