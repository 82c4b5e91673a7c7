package org.tapline.proxy.conversation;

import org.jspecify.annotations.Nullable;
import org.tapline.journal.Sighting;
import org.tapline.journal.Way;
import org.tapline.proxy.sasl.Identity;
import org.tapline.proxy.sasl.Secret;

/// What a conversation may ask of the relay. Carried out in the order asked.
///
/// Positions are absolute indices into the buffer of the running [Conversation#received] call.
public interface Effects {

    // --- octets on their way
    // -------------------------------------------------------------------------------------------

    /// Lets octets `[from, to)` of the buffer pass to the leg across, unchanged. Adjoining calls
    /// become one write.
    void pass(int from, int to);

    /// Sends octets that are not in the buffer: withheld ones, a named rewrite, or an answer of our
    /// own. The relay takes the array over.
    void send(Leg to, byte[] octets);

    /// Starts TLS on a leg, after what was sent to it is on the wire. Octets that came behind the
    /// request in the clear are an injection: the relay closes the session. Ends with
    /// [Conversation#secured].
    void startTls(Leg leg);

    /// Footing lost: both directions become a plain pipe from the end of the running buffer on. The
    /// conversation has let pass or sent all it withheld; of the running buffer it lets the rest
    /// pass afterwards. Counted and logged with its reason.
    void goOpaque(OpaqueReason reason);

    /// The user is not enrolled: plain pipe, as in [#goOpaque], but nothing is lost and nothing is
    /// logged.
    void detach();

    /// Closes both legs once everything sent so far is on the wire.
    void close(CloseReason reason);

    // --- upstream of a routed session
    // -------------------------------------------------------------------------------------------

    /// Connects the session's upstream leg, in place of the one it may have. Only in a session that
    /// is routed by its user, and until the sign-in is accepted. Ends, never within the running
    /// call, with [Conversation#connected] or [Conversation#unreachable].
    ///
    /// @param upstream its name, from [Routes]
    default void connect(String upstream) {
        throw new IllegalStateException("this session was connected to its upstream at accept");
    }

    /// Closes the upstream leg; the session goes on without. Only where [#connect] is allowed.
    default void disconnect() {
        throw new IllegalStateException("this session was connected to its upstream at accept");
    }

    // --- who
    // ------------------------------------------------------------------------------------------------------------

    /// The upstream has accepted the sign-in.
    ///
    /// @param secret what a follower could sign in with; null when the mechanism leaves nothing
    ///     to reuse
    /// @return whether this user's mail is observed. If not, the conversation asks for [#detach].
    boolean identified(Identity identity, @Nullable Secret secret);

    /// The upstream has refused a sign-in. When that happens too often, the relay closes the
    /// session once the running call is over, and the upstream's words have passed with it.
    void signInRefused();

    // --- capture
    // --------------------------------------------------------------------------------------------------------

    /// Opens a piece: a run of octets that is a message or a part of one. Never fails; when the
    /// spool is full the piece is marked lost, what is kept in it is dropped, and its commit is
    /// counted as lost.
    ///
    /// @param expected octets to come, or -1 when unknown
    /// @return the piece's number in this session
    int openPiece(long expected);

    /// Keeps octets `[from, to)` of the running buffer in a piece.
    void keep(int piece, int from, int to);

    /// Keeps octets that are not in the running buffer.
    void keep(int piece, byte[] octets, int offset, int length);

    /// Forgets a piece.
    void discard(int piece);

    /// The pieces, in this order, are a whole message: to the journal with it. The pieces are used
    /// up.
    ///
    /// @return the number of the commit, for [#holdClientUntilDurable] and [#answerWhenDurable]
    int commit(Way way, Sighting.Message sighting, int... pieces);

    /// Octets for the client that follow in this order of effects wait until the commit is durable
    /// in the journal, or the configured wait is over (mail first).
    void holdClientUntilDurable(int commit);

    /// Answers the client in this order of effects, once it is known what became of a commit of the
    /// same call. For messages that nobody but the journal has: the client must keep what was lost.
    ///
    /// @param durable sent when the journal has it
    /// @param lost sent when spool or journal has lost it, or the configured wait is over
    void answerWhenDurable(int commit, byte[] durable, byte[] lost);

    /// A change to messages seen before.
    void note(Way way, Sighting sighting);

    /// Something that should have been captured was not (for the metric and the ledger).
    void lost(LossReason reason);
}
