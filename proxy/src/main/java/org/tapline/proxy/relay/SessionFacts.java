package org.tapline.proxy.relay;

import java.util.Optional;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Routes;

/// What a conversation is told when its session begins.
///
/// @param client how the listener secures the client's leg
/// @param upstream how the upstream's leg is to be secured; of a routed session not known yet
/// @param bccDomain domain whose recipients never go upstream
/// @param clientAddress where the client is, when the upstream is to learn it; of a routed session,
///     when the chosen one is to
/// @param routes present when the upstream is chosen by the user
public record SessionFacts(
        Protocol protocol,
        Tls client,
        Tls upstream,
        Optional<String> bccDomain,
        Optional<String> clientAddress,
        Optional<Routes> routes) {}
