package org.tapline.proxy.imap;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.conversation.LossReason;

/// What a literal within the client's command is for: an argument, a message handed in, or nothing
/// to us.
final class ClientLiteral {
    private enum Use {
        NOTHING,
        ARGUMENT,
        MESSAGE
    }

    private final Session session;
    private Use use = Use.NOTHING;
    private @Nullable Command command;
    private int piece = -1;
    private int count;
    private byte[] argument = new byte[0];
    private int filled;

    ClientLiteral(Session session) {
        this.session = session;
    }

    /// A new command begins.
    void begin() {
        count = 0;
    }

    /// One more literal in this command.
    ///
    /// @return false when there are too many
    boolean count() {
        return ++count <= session.limits().literals();
    }

    /// Whether the octets stay with us, because the command does.
    boolean swallows() {
        return command != null && command.ours();
    }

    void start(Command owner, long size) {
        command = owner;
        use = Use.NOTHING;
        if (owner.ours() || !owner.name().speaksToUs()) {
            return;
        }
        if (isMessage(owner)) {
            message(owner, size);
        } else if (size <= session.limits().argument()) {
            use = Use.ARGUMENT;
            argument = new byte[(int) size];
            filled = 0;
        } else {
            owner.arguments().misunderstood();
        }
    }

    /// APPEND names the folder first; REPLACE names the message it replaces before that.
    private static boolean isMessage(Command owner) {
        return owner.appending().isPresent()
                || switch (owner.name()) {
                    case APPEND -> owner.arguments().hasText(0);
                    case REPLACE -> owner.arguments().hasText(1);
                    default -> false;
                };
    }

    private void message(Command owner, long size) {
        Arguments arguments = owner.arguments();
        List<Arguments.Argument> before = arguments.all();
        Appending appending = owner.appending().orElse(null);
        if (appending == null) {
            int folder = owner.name() == CommandName.REPLACE ? 1 : 0;
            appending = new Appending(arguments.get(folder).octets());
            owner.appends(appending);
            before = before.subList(folder + 1, before.size());
        }
        if (before.stream().anyMatch(word -> word.isAtom("CATENATE"))) {
            appending.link();
        }
        if (!appending.linked() && arguments.understood() && size > 0) {
            use = Use.MESSAGE;
            piece = session.effects().openPiece(size);
            appending.hand(piece, before);
        }
        arguments.clear();
    }

    /// Octets `[from, to)` of the running buffer.
    void octets(ByteBuffer in, int from, int to, boolean last) {
        switch (use) {
            case NOTHING -> {}
            case ARGUMENT -> collect(in, from, to, last);
            case MESSAGE -> {
                session.effects().keep(piece, from, to);
                if (last) {
                    use = Use.NOTHING;
                }
            }
        }
    }

    private void collect(ByteBuffer in, int from, int to, boolean last) {
        in.get(from, argument, filled, to - from);
        filled += to - from;
        if (last && command != null) {
            command.arguments().literal(argument);
            argument = new byte[0];
            use = Use.NOTHING;
        }
    }

    void drop() {
        use = Use.NOTHING;
        command = null;
    }

    /// The connection ends in the middle of a message.
    void interrupted() {
        if (use == Use.MESSAGE) {
            session.effects().lost(LossReason.CONNECTION);
        }
        drop();
    }
}
