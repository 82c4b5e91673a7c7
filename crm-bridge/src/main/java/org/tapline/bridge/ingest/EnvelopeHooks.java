package org.tapline.bridge.ingest;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.apache.james.protocols.smtp.hook.MailParametersHook;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.tapline.bridge.bcc.Rates;

/// What is said to MAIL and RCPT: rates and sizes, and which recipients exist.
final class EnvelopeHooks implements MailHook, RcptHook, MailParametersHook, EhloExtension {
    private static final ProtocolSession.AttachmentKey<Integer> MESSAGES =
            ProtocolSession.AttachmentKey.of("MESSAGES", Integer.class);

    /// Senders whose rate is remembered.
    private static final int SENDERS = 10_000;

    private final IngestSettings settings;
    private final Acceptance acceptance;
    private final Clock clock;
    private final Rates rates;

    EnvelopeHooks(IngestSettings settings, Acceptance acceptance, Clock clock) {
        this.settings = settings;
        this.acceptance = acceptance;
        this.clock = clock;
        this.rates =
                new Rates(
                        settings.limits().senderBurst(), settings.limits().senderRefill(), SENDERS);
    }

    @Override
    public HookResult doMail(SMTPSession session, MaybeSender sender) {
        int before = session.getAttachment(MESSAGES, State.Connection).orElse(0);
        if (before >= settings.limits().messagesPerConnection()) {
            return result(Answer.ENOUGH, HookReturnCode.disconnected(denied(Answer.ENOUGH)));
        }
        session.setAttachment(MESSAGES, before + 1, State.Connection);
        // Everybody may use the null sender: there the address that connected counts.
        String who =
                sender.isNullSender()
                        ? session.getRemoteAddress().getAddress().getHostAddress()
                        : sender.asString().toLowerCase(java.util.Locale.ROOT);
        return rates.take(who, clock.instant()) ? HookResult.DECLINED : result(Answer.TOO_OFTEN);
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        if (session.getRcptCount() >= settings.limits().recipients()) {
            return result(Answer.TOO_MANY_RECIPIENTS);
        }
        Peer peer =
                Peer.of(session.getRemoteAddress(), "", session.getSessionID(), settings.trusted());
        Optional<Answer> refusal = acceptance.refusal(peer, recipient.asString());
        return refusal.map(EnvelopeHooks::result).orElse(HookResult.DECLINED);
    }

    /// SIZE (RFC 1870): what is declared too big is refused before it is sent.
    @Override
    public HookResult doMailParameter(SMTPSession session, String name, String value) {
        boolean number = value.matches("[0-9]{1,20}");
        if (!number) {
            return result(new Answer(501, "5.5.4", "SIZE needs a number."));
        }
        boolean tooBig = value.length() > 18 || Long.parseLong(value) > settings.limits().message();
        return tooBig ? result(Answer.TOO_BIG) : HookResult.DECLINED;
    }

    @Override
    public String[] getMailParamNames() {
        return new String[] {"SIZE"};
    }

    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        return List.of("SIZE " + settings.limits().message());
    }

    private static HookReturnCode.Action denied(Answer answer) {
        return answer.temporary() ? HookReturnCode.Action.DENYSOFT : HookReturnCode.Action.DENY;
    }

    private static HookResult result(Answer answer) {
        return result(answer, HookReturnCode.connected(denied(answer)));
    }

    private static HookResult result(Answer answer, HookReturnCode code) {
        return HookResult.builder()
                .hookReturnCode(code)
                .smtpReturnCode(Integer.toString(answer.code()))
                .smtpDescription(answer.words())
                .build();
    }
}
