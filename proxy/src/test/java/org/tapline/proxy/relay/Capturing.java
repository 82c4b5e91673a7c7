package org.tapline.proxy.relay;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.sasl.Identity;

/// Keeps everything the client sends; when the upstream answers, commits it and holds the answer
/// back until the commit is durable.
final class Capturing extends ScriptedConversation {
    static final Sighting.Message SEEN =
            new Sighting.Message(
                    Sighting.DirectionHint.OUTBOUND,
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Map.of(),
                    Optional.empty(),
                    true);

    private int piece;

    @Override
    public void opened(Effects effects) {
        effects.identified(new Identity("U1@acme.test*master", "master", "PLAIN"), null);
    }

    @Override
    public void received(Leg from, ByteBuffer octets, Effects effects) {
        switch (from) {
            case CLIENT -> {
                if (piece == 0) {
                    piece = effects.openPiece(-1);
                }
                effects.keep(piece, octets.position(), octets.limit());
                super.received(from, octets, effects);
            }
            case UPSTREAM -> {
                if (piece > 0) {
                    effects.holdClientUntilDurable(
                            effects.commit(Way.SMTP_SUBMISSION, SEEN, piece));
                    piece = 0;
                }
                super.received(from, octets, effects);
            }
        }
    }
}
