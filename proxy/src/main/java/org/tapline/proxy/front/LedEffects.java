package org.tapline.proxy.front;

import java.nio.ByteBuffer;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.CopiedEffects;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.OpaqueReason;

/// Effects of a conversation that is led: octets for the upstream go out, what concerns the client
/// is shown to the leader instead of the relay.
final class LedEffects extends CopiedEffects {
    private final Effects relay;
    private final Leader leader;

    /// Who leads.
    interface Leader {
        void toClient(byte[] octets);

        /// Both directions become a pipe.
        ///
        /// @param stray whether because the upstream answered what it was not asked
        void piped(Runnable end, boolean stray);

        /// The session is refused.
        ///
        /// @param stray as above
        void closed(Runnable end, boolean stray);
    }

    /// @param from the leg whose octets are being received
    LedEffects(Effects relay, Leader leader, Leg from, ByteBuffer octets) {
        super(relay, from, octets);
        this.relay = relay;
        this.leader = leader;
    }

    @Override
    public void send(Leg to, byte[] line) {
        switch (to) {
            case CLIENT -> leader.toClient(line);
            case UPSTREAM -> relay.send(Leg.UPSTREAM, line);
        }
    }

    @Override
    public void goOpaque(OpaqueReason reason) {
        leader.piped(() -> relay.goOpaque(reason), reason == OpaqueReason.OUT_OF_STEP);
    }

    @Override
    public void detach() {
        leader.piped(relay::detach, false);
    }

    @Override
    public void close(CloseReason reason) {
        leader.closed(() -> relay.close(reason), reason == CloseReason.UPSTREAM_OUT_OF_STEP);
    }
}
