package org.tapline.bridge.ingest;

import java.time.Clock;
import java.util.List;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerChainImpl;
import org.apache.james.protocols.api.handler.WiringException;
import org.apache.james.protocols.lmtp.core.LhloCmdHandler;
import org.apache.james.protocols.smtp.SMTPConfigurationImpl;
import org.apache.james.protocols.smtp.SMTPProtocol;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.HeloCmdHandler;
import org.apache.james.protocols.smtp.core.MailCmdHandler;
import org.apache.james.protocols.smtp.core.NoopCmdHandler;
import org.apache.james.protocols.smtp.core.QuitCmdHandler;
import org.apache.james.protocols.smtp.core.RcptCmdHandler;
import org.apache.james.protocols.smtp.core.RsetCmdHandler;
import org.apache.james.protocols.smtp.core.UnknownCmdHandler;
import org.apache.james.protocols.smtp.core.VrfyCmdHandler;
import org.apache.james.protocols.smtp.core.WelcomeMessageHandler;
import org.apache.james.protocols.smtp.core.esmtp.EhloCmdHandler;
import org.apache.james.protocols.smtp.core.esmtp.StartTlsCmdHandler;

/// The commands we speak, put together from those of Apache James.
final class Dialogue {
    private Dialogue() {}

    static SMTPProtocol of(IngestSettings settings, Acceptance acceptance, Clock clock) {
        ProtocolHandlerChainImpl chain = new ProtocolHandlerChainImpl();
        chain.add(new CommandDispatcher<SMTPSession>());
        chain.addAll(greetings(settings.protocol()));
        chain.addAll(
                List.of(
                        new WelcomeMessageHandler(),
                        new MailCmdHandler(NoMetrics.NONE),
                        new RcptCmdHandler(NoMetrics.NONE),
                        new BodyCommand(settings.spool(), settings.limits().message()),
                        new RsetCmdHandler(),
                        new NoopCmdHandler(),
                        new VrfyCmdHandler(),
                        new QuitCmdHandler(NoMetrics.NONE),
                        new StartTlsCmdHandler(),
                        new UnknownCmdHandler(NoMetrics.NONE),
                        new EnvelopeHooks(settings, acceptance, clock),
                        new BodyFilter(settings, acceptance)));
        try {
            chain.wireExtensibleHandlers();
        } catch (WiringException e) {
            throw new IllegalStateException("the commands do not fit together", e);
        }
        return new SMTPProtocol(chain, new Names(settings));
    }

    /// LMTP must not know HELO and EHLO (RFC 2033 §4.1).
    private static List<ProtocolHandler> greetings(IngestSettings.Protocol protocol) {
        return switch (protocol) {
            case SMTP ->
                    List.of(new EhloCmdHandler(NoMetrics.NONE), new HeloCmdHandler(NoMetrics.NONE));
            case LMTP -> List.of(new LhloCmdHandler(NoMetrics.NONE));
        };
    }

    /// How we introduce ourselves.
    private static final class Names extends SMTPConfigurationImpl {
        private final IngestSettings settings;

        Names(IngestSettings settings) {
            this.settings = settings;
        }

        @Override
        public String getHelloName() {
            return settings.domain();
        }

        @Override
        public String getGreeting() {
            return switch (settings.protocol()) {
                case SMTP -> settings.domain() + " ESMTP Tapline";
                case LMTP -> settings.domain() + " LMTP Tapline";
            };
        }

        @Override
        public long getMaxMessageSize() {
            return settings.limits().message();
        }
    }
}
