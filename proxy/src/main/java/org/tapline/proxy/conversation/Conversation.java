package org.tapline.proxy.conversation;

import java.nio.ByteBuffer;

/// The understanding of one session: fed with the octets of both legs, answers with effects. Pure:
/// no sockets, no clock, no log.
public interface Conversation {

    /// Both legs are connected (and secured, where TLS is implicit); of a routed session the
    /// client's leg is. Called once, before anything else.
    void opened(Effects effects);

    /// Octets have arrived. All of them are consumed by this call: each is let pass, withheld by
    /// the conversation, or replaced.
    ///
    /// @param from the leg the octets came from
    /// @param octets read-only view, valid during the call; its positions are what
    ///     [Effects#pass] and [Effects#keep] speak of
    void received(Leg from, ByteBuffer octets, Effects effects);

    /// The TLS handshake asked for by [Effects#startTls] is done.
    void secured(Leg leg, Effects effects);

    /// The upstream asked for by [Effects#connect] is connected, and secured where its TLS is
    /// implicit. Only conversations that ask for it are told.
    default void connected(Effects effects) {}

    /// The upstream asked for by [Effects#connect] cannot be reached, or is gone before a sign-in
    /// was accepted; the session goes on without. Only conversations that ask for it are told.
    default void unreachable(Effects effects) {}

    /// A leg has ended its stream. Withheld octets are released, captures not yet committed are
    /// abandoned (or committed as uncertain, where the protocol says so), and the other leg is
    /// closed.
    void ended(Leg leg, Effects effects);

    /// How far the session is.
    Phase phase();

    /// Whether the client may be sent a last line now, before Tapline stops: it has got complete
    /// lines only, and waits for nothing. A conversation that cannot tell says no.
    default boolean interruptible() {
        return false;
    }

    /// Whether so much of the client is withheld that no more should be read of it until the
    /// upstream has spoken.
    default boolean full() {
        return false;
    }
}
