package org.tapline.bridge.milter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.nightcode.milter.CommandCode;
import org.nightcode.milter.codec.MilterPacket;
import org.nightcode.milter.util.MilterPackets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.bridge.milter.PacketStream.Packet;

/// What is said on one connection: packets in, answers out. Every answer lets the mail pass. Opens
/// no socket and reads no clock; the octets of a message go to a [Letter].
final class Conversation {
    private static final Logger log = LoggerFactory.getLogger(Conversation.class);
    private static final Map<Integer, CommandCode> COMMANDS = commands();

    private final MilterLimits limits;
    private final Letter.BodySource source;
    private final Predicate<InetAddress> trustedClients;
    private final Destination destination;
    private final boolean silent;
    private final Map<String, String> macros = new HashMap<>();
    private Negotiation agreed = Negotiation.NONE;
    private boolean trustedClient;
    private @Nullable Letter letter;

    /// Takes what is complete.
    interface Destination {
        /// Whether anybody's mailbox is concerned.
        ///
        /// @param believed the envelope sender may be believed although nobody signed in
        boolean wants(Letter letter, boolean believed);

        /// Takes a message, lost or not, within a bounded time.
        void take(Letter letter, boolean believed);

        /// A message was not shown to us.
        void missed(MilterLoss why);
    }

    /// @param silent the mail server is asked to show nothing
    Conversation(
            MilterLimits limits,
            Letter.BodySource source,
            Predicate<InetAddress> trustedClients,
            Destination destination,
            boolean silent) {
        this.limits = limits;
        this.source = source;
        this.trustedClients = trustedClients;
        this.destination = destination;
        this.silent = silent;
    }

    /// Takes the next packet. A fault of ours loses the message, and is answered as if there were
    /// none.
    ///
    /// @return what to answer, if the mail server waits for it
    Optional<MilterPacket> take(Packet packet) {
        CommandCode step = COMMANDS.get(packet.command());
        if (step == null) {
            return Optional.of(MilterPackets.SMFIS_CONTINUE);
        }
        if (step == CommandCode.SMFIC_OPTNEG) {
            return Optional.of(negotiate(packet));
        }
        boolean enough = false;
        try {
            enough = act(step, packet);
        } catch (RuntimeException e) {
            log.error("a message is lost; the mail server takes it all the same", e);
            fail(step);
        }
        return answer(step, enough);
    }

    /// @return whether the rest of the message need not be shown
    private boolean act(CommandCode step, Packet packet) {
        Letter open = letter;
        if (!packet.whole() && open != null) {
            open.lose(MilterLoss.MALFORMED);
        }
        switch (step) {
            case SMFIC_MACRO -> macros.putAll(Words.macros(packet.payload()));
            case SMFIC_CONNECT ->
                    trustedClient = client(packet.payload()).filter(trustedClients).isPresent();
            case SMFIC_MAIL -> begin(Words.address(packet.payload()));
            case SMFIC_DATA -> {
                return open != null && agreed.answered(step) && unwanted(open);
            }
            case SMFIC_EOB -> end(packet.payload());
            case SMFIC_ABORT, SMFIC_QUIT -> drop();
            case SMFIC_QUIT_NC -> {
                drop();
                macros.clear();
                trustedClient = false;
            }
            case SMFIC_RCPT, SMFIC_HEADER, SMFIC_EOH, SMFIC_BODY -> {
                if (open != null) {
                    add(open, step, packet.payload());
                }
            }
            case SMFIC_OPTNEG, SMFIC_HELO, SMFIC_UNKNOWN -> {
                // Nothing of these is kept.
            }
        }
        return false;
    }

    private void add(Letter open, CommandCode step, byte[] payload) {
        if (step == CommandCode.SMFIC_RCPT) {
            open.recipient(Words.address(payload));
        } else if (step == CommandCode.SMFIC_HEADER) {
            open.field(payload, agreed.leadingSpace());
        } else if (step == CommandCode.SMFIC_EOH) {
            open.endHead();
        } else {
            open.body(payload);
        }
    }

    private void fail(CommandCode step) {
        Letter open = letter;
        if (open != null && step != CommandCode.SMFIC_EOB) {
            open.lose(MilterLoss.INTERNAL);
        } else {
            destination.missed(MilterLoss.INTERNAL);
        }
    }

    private Optional<MilterPacket> answer(CommandCode step, boolean enough) {
        return switch (step) {
            case SMFIC_EOB -> Optional.of(MilterPackets.SMFIS_ACCEPT);
            case SMFIC_ABORT, SMFIC_QUIT, SMFIC_QUIT_NC, SMFIC_MACRO -> Optional.empty();
            case SMFIC_OPTNEG,
                    SMFIC_CONNECT,
                    SMFIC_HELO,
                    SMFIC_MAIL,
                    SMFIC_RCPT,
                    SMFIC_DATA,
                    SMFIC_HEADER,
                    SMFIC_EOH,
                    SMFIC_BODY,
                    SMFIC_UNKNOWN ->
                    !agreed.answered(step)
                            ? Optional.empty()
                            : Optional.of(
                                    enough
                                            ? MilterPackets.SMFIS_ACCEPT
                                            : MilterPackets.SMFIS_CONTINUE);
        };
    }

    /// Removes what is unfinished: the mail server did not take it either.
    void drop() {
        Letter open = letter;
        letter = null;
        if (open != null) {
            open.discard();
        }
        macros.remove("auth_authen");
    }

    private MilterPacket negotiate(Packet packet) {
        Optional<Negotiation> ours = Negotiation.of(packet.payload(), silent);
        agreed = ours.orElse(Negotiation.NONE);
        return ours.map(Negotiation::packet).orElse(MilterPackets.SMFIS_ACCEPT);
    }

    /// A new message; the macros of MAIL came before it.
    private void begin(String sender) {
        String authenticated = macros.getOrDefault("auth_authen", "");
        drop();
        letter = new Letter(sender, authenticated, source, limits);
    }

    /// The envelope is complete: mail that concerns nobody here need not be shown.
    private boolean unwanted(Letter open) {
        boolean unwanted = !destination.wants(open, trustedClient);
        if (unwanted) {
            drop();
        }
        return unwanted;
    }

    private void end(byte[] lastPiece) {
        Letter open = letter;
        letter = null;
        if (silent) {
            destination.missed(MilterLoss.TOO_MANY_CONNECTIONS);
        } else if (open != null) {
            if (lastPiece.length > 0) {
                open.body(lastPiece);
            }
            try {
                destination.take(open, trustedClient);
            } finally {
                open.discard();
            }
        }
        macros.remove("auth_authen");
    }

    /// Host name, NUL, family (`4`, `6`; `L` and `U` have no address), port in two octets, address.
    private static Optional<InetAddress> client(byte[] payload) {
        int family = Words.end(payload, 0) + 1;
        if (family + 3 >= payload.length || (payload[family] != '4' && payload[family] != '6')) {
            return Optional.empty();
        }
        int from = family + 3;
        String text = new String(payload, from, Words.end(payload, from) - from, US_ASCII);
        try {
            return Optional.of(
                    InetAddress.ofLiteral(text.startsWith("IPv6:") ? text.substring(5) : text));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    private static Map<Integer, CommandCode> commands() {
        Map<Integer, CommandCode> commands = new HashMap<>();
        for (CommandCode each : CommandCode.values()) {
            commands.put(each.code(), each);
        }
        return Map.copyOf(commands);
    }
}
