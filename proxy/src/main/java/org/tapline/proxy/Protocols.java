package org.tapline.proxy;

import org.tapline.proxy.relay.Conversations;

/// Which conversation serves which protocol.
final class Protocols {
    static final Conversations CONVERSATIONS =
            facts -> {
                throw new UnsupportedOperationException("none yet for " + facts.protocol());
            };

    private Protocols() {}
}
