package org.tapline.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.imap.ImapConversation;
import org.tapline.proxy.imap.ImapLimits;
import org.tapline.proxy.imap.ImapSettings;
import org.tapline.proxy.relay.SessionFacts;
import org.tapline.proxy.smtp.SmtpConversation;
import org.tapline.proxy.smtp.SmtpLimits;
import org.tapline.proxy.smtp.SmtpSettings;

/// Which conversation serves which protocol.
final class Protocols {
    /// Our name in SMTP greetings of our own (RFC 5321 §4.3.1).
    private static final String HOST = host();

    private Protocols() {}

    static Conversation conversation(SessionFacts facts) {
        return switch (facts.protocol()) {
            case IMAP ->
                    new ImapConversation(
                            new ImapSettings(
                                    facts.client(),
                                    facts.upstream(),
                                    facts.clientAddress(),
                                    false,
                                    ImapLimits.DEFAULTS));
            case SMTP ->
                    new SmtpConversation(
                            new SmtpSettings(
                                    facts.client(),
                                    facts.upstream(),
                                    HOST,
                                    facts.bccDomain(),
                                    SmtpLimits.DEFAULTS));
        };
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
