package org.tapline.bridge.ingest;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.DisconnectHandler;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.lmtp.LMTPMultiResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.DataCmdHandler;
import org.apache.james.protocols.smtp.core.DataLineFilter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the lines of a message and, at the end, answers: once for SMTP, once for each recipient
/// for LMTP (RFC 2033 §4.2). The only filter: James' own handling of lines is not reached.
final class BodyFilter implements DataLineFilter, DisconnectHandler<SMTPSession> {
    private static final Logger log = LoggerFactory.getLogger(BodyFilter.class);

    private final IngestSettings settings;
    private final Acceptance acceptance;

    BodyFilter(IngestSettings settings, Acceptance acceptance) {
        this.settings = settings;
        this.acceptance = acceptance;
    }

    @Override
    public @Nullable Response onLine(
            SMTPSession session, byte[] line, LineHandler<SMTPSession> next) {
        SpooledEnvelope envelope = envelope(session).orElseThrow();
        return switch (envelope.take(line)) {
            case TEXT, STUFFED -> null;
            case AMBIGUOUS -> {
                log.info("session {}: ambiguous end of data", session.getSessionID());
                leave(session);
                yield Answer.AMBIGUOUS.closing();
            }
            case END -> {
                List<Answer> answers = answers(session, envelope);
                leave(session);
                yield settings.protocol() == IngestSettings.Protocol.LMTP
                        ? LMTPMultiResponse.of(
                                answers.stream().<Response>map(Answer::response).toList())
                        : one(answers).response();
            }
        };
    }

    /// A connection that is lost in the middle leaves nothing behind.
    @Override
    public void onDisconnect(@Nullable SMTPSession session) {
        if (session != null) {
            envelope(session).ifPresent(SpooledEnvelope::discard);
        }
    }

    private List<Answer> answers(SMTPSession session, SpooledEnvelope envelope) {
        if (envelope.body().isEmpty()) {
            Answer failure = envelope.failure().orElse(Answer.DISK);
            return envelope.getRecipients().stream().map(each -> failure).toList();
        }
        SpooledBody body = envelope.body().get();
        try {
            String digest = body.finish();
            List<Answer> answers = acceptance.deliver(mail(session, envelope), digest, body);
            envelope.release();
            return answers;
        } catch (IOException | RuntimeException e) {
            log.warn("session {}: a message could not be taken", session.getSessionID(), e);
            envelope.discard();
            return envelope.getRecipients().stream().map(each -> Answer.NOT_DURABLE).toList();
        }
    }

    private Acceptance.Mail mail(SMTPSession session, SpooledEnvelope envelope) {
        String helo =
                session.getAttachment(SMTPSession.CURRENT_HELO_NAME, State.Connection).orElse("");
        return new Acceptance.Mail(
                Peer.of(
                        session.getRemoteAddress(),
                        helo,
                        session.getSessionID(),
                        settings.trusted()),
                text(envelope.getMaybeSender()),
                envelope.getRecipients().stream().map(MailAddress::asString).toList());
    }

    static String text(MaybeSender sender) {
        return sender.isNullSender() ? "" : sender.asString();
    }

    /// SMTP has one answer for all. Who is put off comes first, since the sender's server then
    /// tries again, and what is filed already is known by its id.
    private static Answer one(List<Answer> answers) {
        Optional<Answer> putOff = answers.stream().filter(Answer::temporary).findFirst();
        Optional<Answer> taken = answers.stream().filter(Answer::accepted).findFirst();
        return putOff.or(() -> taken).orElseGet(answers::getFirst);
    }

    private static void leave(SMTPSession session) {
        session.popLineHandler();
        session.resetState();
    }

    private static Optional<SpooledEnvelope> envelope(SMTPSession session) {
        return session.getAttachment(DataCmdHandler.MAILENV, State.Transaction)
                .map(SpooledEnvelope.class::cast);
    }
}
