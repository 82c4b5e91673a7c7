package org.tapline.proxy;

import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.relay.SessionFacts;

/// Which conversation serves which protocol.
final class Protocols {
    private Protocols() {}

    static Conversation conversation(SessionFacts facts) {
        throw new UnsupportedOperationException("no conversation yet for " + facts.protocol());
    }
}
