package org.tapline.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.conversation.Routes;
import org.tapline.proxy.conversation.Routes.Route;
import org.tapline.proxy.front.FrontConversation;
import org.tapline.proxy.front.FrontLimits;
import org.tapline.proxy.front.Probe;
import org.tapline.proxy.front.Reception;
import org.tapline.proxy.imap.ImapConversation;
import org.tapline.proxy.imap.ImapLimits;
import org.tapline.proxy.imap.ImapQuestion;
import org.tapline.proxy.imap.ImapReception;
import org.tapline.proxy.imap.ImapSettings;
import org.tapline.proxy.relay.SessionFacts;
import org.tapline.proxy.smtp.SmtpConversation;
import org.tapline.proxy.smtp.SmtpLimits;
import org.tapline.proxy.smtp.SmtpQuestion;
import org.tapline.proxy.smtp.SmtpReception;
import org.tapline.proxy.smtp.SmtpSettings;

/// Which conversation serves which protocol.
final class Protocols {
    /// Our name in SMTP greetings of our own (RFC 5321 §4.3.1).
    private static final String HOST = host();

    private Protocols() {}

    static Conversation conversation(SessionFacts facts) {
        return switch (facts.protocol()) {
            case IMAP -> {
                ImapSettings settings =
                        new ImapSettings(
                                facts.client(),
                                facts.upstream(),
                                facts.clientAddress(),
                                false,
                                ImapLimits.DEFAULTS);
                yield facts.routes()
                        .map(routes -> front(routes, new ImapReception(settings, routes), settings))
                        .orElseGet(() -> new ImapConversation(settings));
            }
            case SMTP -> {
                SmtpSettings settings = smtp(facts.client(), facts.upstream(), facts.bccDomain());
                yield facts.routes()
                        .map(routes -> front(routes, new SmtpReception(settings, routes), settings))
                        .orElseGet(() -> new SmtpConversation(settings));
            }
        };
    }

    /// Asks an upstream what it offers.
    static Conversation probe(Protocol protocol, Route route, Consumer<List<String>> learned) {
        return switch (protocol) {
            case IMAP ->
                    new Probe(
                            route,
                            to -> new ImapConversation(ImapSettings.of(Tls.NONE, to.tls())),
                            ImapQuestion.ask(ImapLimits.DEFAULTS),
                            learned);
            case SMTP -> {
                SmtpSettings settings = smtp(Tls.NONE, route.tls(), Optional.empty());
                yield new Probe(
                        route,
                        to -> new SmtpConversation(settings),
                        SmtpQuestion.ask(settings),
                        learned);
            }
        };
    }

    private static Conversation front(Routes routes, Reception reception, ImapSettings settings) {
        return new FrontConversation(
                reception,
                routes,
                to -> new ImapConversation(settings.behindFront(to)),
                FrontLimits.DEFAULTS);
    }

    private static Conversation front(Routes routes, Reception reception, SmtpSettings settings) {
        return new FrontConversation(
                reception,
                routes,
                to -> new SmtpConversation(settings.behindFront(to.tls())),
                FrontLimits.DEFAULTS);
    }

    private static SmtpSettings smtp(Tls client, Tls upstream, Optional<String> bccDomain) {
        return new SmtpSettings(client, upstream, HOST, bccDomain, SmtpLimits.DEFAULTS);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
