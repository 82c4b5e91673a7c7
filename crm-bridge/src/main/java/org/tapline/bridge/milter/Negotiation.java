package org.tapline.bridge.milter;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.nightcode.milter.CommandCode;
import org.nightcode.milter.ProtocolSteps;
import org.nightcode.milter.codec.MilterPacket;

/// What was agreed upon at the beginning of a connection: which steps the mail server shows, which
/// of them we answer, and that we change nothing.
///
/// @param version of the protocol, 2 to 6
/// @param steps bits of [ProtocolSteps]
record Negotiation(int version, int steps) {

    /// Nothing was agreed upon: the oldest protocol, every step shown and answered.
    static final Negotiation NONE = new Negotiation(2, 0);

    private static final int OLDEST = 2;
    private static final int NEWEST = 6;
    private static final int LENGTH = 12;

    /// Steps without an answer of ours save the mail server a wait at each. DATA is answered: there
    /// we can say that the rest need not be shown.
    private static final int UNANSWERED =
            ProtocolSteps.NO_REPLY_FOR_CONNECT
                    | ProtocolSteps.NO_REPLY_FOR_HELO
                    | ProtocolSteps.NO_REPLY_FOR_MAIL_FROM
                    | ProtocolSteps.NO_REPLY_FOR_RECIPIENTS
                    | ProtocolSteps.NO_REPLY_FOR_UNKNOWN
                    | ProtocolSteps.NO_REPLY_FOR_HEADERS
                    | ProtocolSteps.NO_REPLY_FOR_EOH
                    | ProtocolSteps.NO_REPLY_FOR_BODY;

    private static final int WANTED =
            UNANSWERED
                    | ProtocolSteps.NO_HELO
                    | ProtocolSteps.NO_UNKNOWN
                    | ProtocolSteps.HEADER_VALUE_LEADING_SPACE;

    private static final int NOTHING =
            UNANSWERED
                    | ProtocolSteps.NO_REPLY_FOR_DATA
                    | ProtocolSteps.NO_CONNECT
                    | ProtocolSteps.NO_HELO
                    | ProtocolSteps.NO_MAIL_FROM
                    | ProtocolSteps.NO_RECIPIENTS
                    | ProtocolSteps.NO_DATA
                    | ProtocolSteps.NO_UNKNOWN
                    | ProtocolSteps.NO_HEADERS
                    | ProtocolSteps.NO_EOH
                    | ProtocolSteps.NO_BODY;

    /// Agrees to what the mail server offers.
    ///
    /// @param offer payload of its packet: version, actions, steps
    /// @param silent nothing shall be shown
    /// @return empty when the offer cannot be read
    static Optional<Negotiation> of(byte[] offer, boolean silent) {
        if (offer.length < LENGTH) {
            return Optional.empty();
        }
        ByteBuffer numbers = ByteBuffer.wrap(offer);
        int version = numbers.getInt();
        int offered = numbers.getInt(8);
        if (version < OLDEST) {
            return Optional.empty();
        }
        return Optional.of(
                new Negotiation(Math.min(version, NEWEST), offered & (silent ? NOTHING : WANTED)));
    }

    /// Our half. Actions are zero: we ask for no right to change anything.
    MilterPacket packet() {
        byte[] payload =
                ByteBuffer.allocate(LENGTH).putInt(version).putInt(0).putInt(steps).array();
        return new MilterPacket(CommandCode.SMFIC_OPTNEG, payload);
    }

    /// Whether the mail server waits for an answer to a step.
    boolean answered(CommandCode step) {
        return (steps & step.noReplyBit()) == 0;
    }

    /// Whether a field's value begins with the white space that stood behind the colon.
    boolean leadingSpace() {
        return (steps & ProtocolSteps.HEADER_VALUE_LEADING_SPACE) != 0;
    }
}
