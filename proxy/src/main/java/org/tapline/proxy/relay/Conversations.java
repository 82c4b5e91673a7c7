package org.tapline.proxy.relay;

import org.tapline.proxy.conversation.Conversation;

/// Begins the conversation of a new session.
@FunctionalInterface
public interface Conversations {
    Conversation begin(SessionFacts facts);
}
