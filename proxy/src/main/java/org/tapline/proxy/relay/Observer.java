package org.tapline.proxy.relay;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.Phase;

/// The boundary around a conversation: whatever it throws ends here, and is a defect of ours, never
/// of a peer.
final class Observer {
    private final Conversation conversation;
    private final SessionEffects effects;
    private final Consumer<Throwable> defect;

    /// @param defect told when the conversation has failed; it is not called again
    Observer(Conversation conversation, SessionEffects effects, Consumer<Throwable> defect) {
        this.conversation = conversation;
        this.effects = effects;
        this.defect = defect;
    }

    Phase phase() {
        return conversation.phase();
    }

    /// The client may be sent a last line of ours.
    boolean interruptible() {
        return conversation.interruptible();
    }

    /// No more should be read of the client until the upstream has spoken.
    boolean full() {
        return conversation.full();
    }

    /// Octets have arrived; the caller keeps them.
    void received(Leg from, ByteBuf octets) {
        guarded(() -> conversation.received(from, effects.begin(from, octets), effects));
    }

    void opened() {
        guarded(() -> conversation.opened(effects));
    }

    void secured(Leg leg) {
        guarded(() -> conversation.secured(leg, effects));
    }

    void connected() {
        guarded(() -> conversation.connected(effects));
    }

    void unreachable() {
        guarded(() -> conversation.unreachable(effects));
    }

    void ended(Leg leg) {
        guarded(() -> conversation.ended(leg, effects));
    }

    /// Sends what the failed conversation had in hand.
    ///
    /// @return false when nobody can say what that is
    boolean rescue() {
        return effects.rescue();
    }

    private void guarded(Runnable call) {
        try {
            call.run();
            effects.end();
        } catch (RuntimeException | StackOverflowError | AssertionError thrown) {
            defect.accept(thrown);
        }
    }
}
