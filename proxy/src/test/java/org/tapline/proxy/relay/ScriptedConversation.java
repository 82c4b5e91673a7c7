package org.tapline.proxy.relay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.Phase;

/// Passes everything, unless a test overrides a part of it.
class ScriptedConversation implements Conversation {
    private Phase phase = Phase.AUTHENTICATED;

    static String text(ByteBuffer octets) {
        return StandardCharsets.ISO_8859_1.decode(octets.duplicate()).toString();
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    void enter(Phase next) {
        phase = next;
    }

    @Override
    public void opened(Effects effects) {}

    @Override
    public void received(Leg from, ByteBuffer octets, Effects effects) {
        effects.pass(octets.position(), octets.limit());
    }

    @Override
    public void secured(Leg leg, Effects effects) {}

    @Override
    public void ended(Leg leg, Effects effects) {}

    @Override
    public Phase phase() {
        return phase;
    }
}
