package org.tapline.proxy.smtp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.LossReason;
import org.tapline.proxy.conversation.OpaqueReason;
import org.tapline.proxy.sasl.Identity;
import org.tapline.proxy.sasl.PassableMechanisms;
import org.tapline.proxy.sasl.SaslObserver;

/// What both legs' understanding shares: the replies due, the transaction, who signed in, and what
/// the client's next octets are.
final class Dialogue {
    final SmtpSettings settings;

    /// Replies due, in the order of the client's commands.
    final Deque<Due> due = new ArrayDeque<>();

    /// What the next client octets are.
    Mode mode = Mode.COMMANDS;

    /// Client octets are withheld until no reply is due any more.
    boolean waiting = true;

    /// The client leg has TLS, or needs none.
    boolean clientSecured;

    @Nullable SaslObserver sasl;
    @Nullable Identity identity;
    List<String> offeredMechanisms = List.of();

    /// Begun and not ended, by the replies seen so far.
    @Nullable Transaction transaction;

    /// The upstream has taken a MAIL: whoever this is may send.
    boolean sending;

    /// The upstream's greeting, or ours for it, has been sent.
    boolean greeted;

    /// STARTTLS was answered: the next client octets must be TLS, which are not ours to see.
    boolean tlsAsked;

    /// The end of the understanding; nothing is parsed any more once it is set.
    @Nullable Verdict verdict;

    private final List<Message> open = new ArrayList<>();

    Dialogue(SmtpSettings settings) {
        this.settings = settings;
        this.clientSecured = settings.clientTls() != Tls.STARTTLS;
    }

    /// What the client's octets are.
    enum Mode {
        COMMANDS,
        SASL_RESPONSE,
        BODY,
        CHUNK
    }

    /// How the understanding ends.
    sealed interface Verdict {}

    record Opaque(OpaqueReason reason) implements Verdict {}

    record Detach() implements Verdict {}

    record Close(CloseReason reason) implements Verdict {}

    /// Whether the client waits for a reply that the upstream has not given.
    boolean clientWaits() {
        for (Due reply : due) {
            if (!(reply instanceof Due.OwnReset)) {
                return true;
            }
        }
        return false;
    }

    /// Whether an answer of ours, or an answer to us, is due among the upstream's: a pipe would
    /// shift the answers that the client reads.
    boolean answersMixed() {
        return due.stream()
                .anyMatch(reply -> reply instanceof Due.OwnRcpt || reply instanceof Due.OwnReset);
    }

    /// Whether a sign-in by this mechanism may pass.
    boolean passes(String mechanism) {
        return PassableMechanisms.passes(mechanism, offeredMechanisms);
    }

    /// Answers for the recipients in the BCC domain whose turn has come.
    void answerOwnRecipients(Effects effects) {
        while (due.peek() instanceof Due.OwnRcpt recipient) {
            due.remove();
            Transaction current = transaction;
            if (current != null) {
                current.ownRecipient(recipient.address());
            }
            String answer = current == null ? Answers.BAD_SEQUENCE : Answers.OWN_RECIPIENT;
            effects.send(Leg.CLIENT, Answers.line(answer));
        }
    }

    /// Opens a message; one of nobody we know is not captured.
    Message openMessage(Effects effects, long expectedOctets) {
        if (identity == null) {
            return new Message(Message.NOT_CAPTURED);
        }
        Message message = new Message(effects.openPiece(expectedOctets));
        open.add(message);
        return message;
    }

    /// Forgets a message, if it is kept.
    void discard(Message message, Effects effects) {
        if (message.open()) {
            effects.discard(message.piece());
            message.used();
            open.remove(message);
        }
    }

    void discardAll(Effects effects) {
        for (Message message : List.copyOf(open)) {
            discard(message, effects);
        }
    }

    /// Commits a message, if it is kept.
    ///
    /// @return the number of the commit
    OptionalInt commit(
            Way way,
            Message message,
            @Nullable Transaction envelope,
            boolean certain,
            Effects effects) {
        Identity sender = identity;
        if (!message.open() || envelope == null || sender == null) {
            if (message.open()) {
                effects.lost(LossReason.NO_ENVELOPE);
            }
            discard(message, effects);
            return OptionalInt.empty();
        }
        Sighting.Message sighting =
                new Sighting.Message(
                        Sighting.DirectionHint.OUTBOUND,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Map.of(),
                        Optional.of(envelope.envelope(sender.authenticatedAs())),
                        certain);
        int commit = effects.commit(way, sighting, message.piece());
        message.used();
        open.remove(message);
        return OptionalInt.of(commit);
    }
}
