package org.tapline.proxy.front;

import java.util.function.BiConsumer;

/// Reads what an upstream answers to a sign-in that is repeated to it.
public interface UpstreamAnswers {
    /// What an answer means.
    enum Kind {
        /// The greeting: the upstream may be spoken to.
        READY,
        /// It asks for the next part.
        GO_ON,
        /// The user is signed in.
        ACCEPTED,
        /// The user is not.
        REFUSED,
        /// Something besides.
        TALK,
        /// Something besides that is not for the client.
        ASIDE,
        /// Nothing can come of this connection.
        UNUSABLE
    }

    /// Octets of the upstream, as its conversation lets them through to the client.
    ///
    /// @param said called for each complete answer, with its octets
    void read(byte[] octets, BiConsumer<Kind, byte[]> said);
}
