package org.tapline.proxy.imap;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.OpaqueReason;
import org.tapline.proxy.conversation.Phase;

/// What the responses of the upstream mean (RFC 9051 §7). Octets are forwarded by [UpstreamSide].
final class Responses {
    private static final String CAPABILITY = "* CAPABILITY ";

    private final Session session;
    private final ClientSide client;
    private final FetchCapture fetch;
    private final FolderChanges changes;
    private final Appends appends;
    private final SignIns signIns;
    private boolean fetching;
    private @Nullable Command signedIn;

    Responses(Session session, ClientSide client) {
        this.session = session;
        this.client = client;
        fetch = new FetchCapture(session);
        changes = new FolderChanges(session);
        appends = new Appends(session);
        signIns = new SignIns(session);
    }

    /// Whether the line is one whose end is text, so that braces there announce nothing.
    boolean isText(Cursor line) {
        int start = line.position();
        boolean untagged = line.take('*') && line.take(' ');
        boolean text = !untagged || status(line);
        line.moveTo(start);
        return text;
    }

    private static boolean status(Cursor line) {
        return line.takeWord("OK")
                || line.takeWord("NO")
                || line.takeWord("BAD")
                || line.takeWord("BYE")
                || line.takeWord("PREAUTH");
    }

    /// Lines that may have any length, need no editing, and answer no command: SEARCH and the like.
    static boolean mayBeEndless(Cursor line) {
        boolean untagged = line.take('*') && line.take(' ');
        return untagged && !status(line) && !line.startsWith("CAPABILITY");
    }

    /// Such a line has begun: what it says is not read.
    void endless(Cursor line) {
        fetching = false;
        line.take('*');
        line.take(' ');
        if (line.startsWith("VANISHED")) {
            session.folder().sequence().clear();
        }
    }

    // --- text

    /// Reads a status response or continuation, before it is forwarded.
    ///
    /// @return the line to send in its stead
    Optional<byte[]> text(Cursor line, int lineFrom) {
        if (line.take('+')) {
            line.take(' ');
            int text = line.position();
            client.continued(client.awaitsChallenge() ? line.copy(text, line.end()) : new byte[0]);
            return ResponseText.edit(line, lineFrom, session, true);
        }
        if (line.take('*')) {
            line.take(' ');
            boolean holds = !line.startsWith("BYE");
            line.takeUntil(" ");
            line.take(' ');
            int text = line.position();
            if (holds) {
                untaggedCode(line);
            }
            line.moveTo(text);
            return ResponseText.edit(line, lineFrom, session, holds);
        }
        return tagged(line, lineFrom);
    }

    private void untaggedCode(Cursor line) {
        if (line.startsWith("[UIDVALIDITY ")) {
            line.moveTo(line.position() + "[UIDVALIDITY ".length());
            long value = line.takeNumber();
            if (value > 0) {
                session.folder().uidValidity(value, session.effects());
            }
        } else if (line.startsWith("[COPYUID ")) {
            session.open()
                    .oldestOf(CommandName.MOVE, CommandName.COPY)
                    .ifPresent(command -> copyUid(command, line));
        } else if (line.startsWith("[APPENDUID ")) {
            session.open()
                    .oldestOf(CommandName.APPEND, CommandName.REPLACE)
                    .ifPresent(command -> appends.place(command, line));
        }
    }

    private void copyUid(Command command, Cursor line) {
        if (line.startsWith("[COPYUID ")) {
            line.moveTo(line.position() + "[COPYUID ".length());
            changes.moved(command, line);
        }
    }

    private Optional<byte[]> tagged(Cursor line, int lineFrom) {
        int start = line.position();
        byte[] tag = line.copy(start, line.takeUntil(" "));
        line.take(' ');
        Optional<Command> answered = session.open().withTag(tag);
        if (answered.isEmpty()) {
            outOfStep();
            return Optional.empty();
        }
        boolean ok = line.takeWord("OK");
        if (!ok && !line.takeWord("NO") && !line.takeWord("BAD")) {
            session.opaque(OpaqueReason.UPSTREAM_SYNTAX);
            return Optional.empty();
        }
        Command command = answered.get();
        if (!client.answered(command, ok)) {
            outOfStep();
            return Optional.empty();
        }
        session.open().remove(command);
        int text = line.position();
        if (ok) {
            accepted(command, line);
        } else {
            refused(command);
        }
        line.moveTo(text);
        return ResponseText.edit(line, lineFrom, session, ok);
    }

    /// Before the sign-in it is an attempt to make the client believe something.
    private void outOfStep() {
        if (session.phase() == Phase.UNAUTHENTICATED) {
            session.close(
                    CloseReason.UPSTREAM_OUT_OF_STEP, "* BYE The mail server is confused\r\n");
        } else {
            session.opaque(OpaqueReason.OUT_OF_STEP);
        }
    }

    private void accepted(Command command, Cursor line) {
        switch (command.name()) {
            case APPEND, REPLACE -> {
                appends.place(command, line);
                appends.commit(command);
            }
            case COPY, MOVE -> copyUid(command, line);
            case CLOSE, UNSELECT -> session.folder().close(session.effects());
            case LOGIN, AUTHENTICATE -> signedIn = command;
            case COMPRESS,
                    EXAMINE,
                    FETCH,
                    GENURLAUTH,
                    IDLE,
                    OTHER,
                    RESETKEY,
                    SELECT,
                    STARTTLS,
                    STORE,
                    UNAUTHENTICATE,
                    URLFETCH -> {}
        }
    }

    private void refused(Command command) {
        appends.discard(command);
        signIns.refused(command);
        if (command.name() == CommandName.SELECT || command.name() == CommandName.EXAMINE) {
            session.folder().close(session.effects());
        }
    }

    /// The line read last is on its way to the client.
    void forwarded() {
        if (signedIn != null) {
            signIns.accepted(signedIn);
            signedIn = null;
        }
    }

    // --- data

    /// Reads `* CAPABILITY ...`; anything else is left alone.
    ///
    /// @return the line to send in its stead
    Optional<byte[]> capabilities(Cursor line, int lineFrom) {
        int start = line.position();
        if (!line.startsWith(CAPABILITY)) {
            return Optional.empty();
        }
        line.moveTo(start + CAPABILITY.length());
        Optional<byte[]> edited = ResponseText.editUntagged(line, lineFrom, session);
        line.moveTo(start);
        return edited;
    }

    /// Reads the first line of a response that is not text.
    void data(Cursor line, boolean literalFollows) {
        fetching = false;
        line.take('*');
        line.take(' ');
        long number = line.takeNumber();
        if (number >= 0) {
            line.take(' ');
            numbered(number, line, literalFollows);
        } else if (line.takeWord("VANISHED")) {
            changes.vanished(line);
        } else if (line.takeWord("ENABLED")) {
            enabled(line);
        }
    }

    private void numbered(long number, Cursor line, boolean literalFollows) {
        boolean byUid = line.startsWith("UIDFETCH ");
        if (line.takeWord("EXISTS")) {
            session.folder().sequence().exists(number);
        } else if (line.takeWord("EXPUNGE")) {
            changes.expunged(number);
        } else if (byUid ? line.takeWord("UIDFETCH") : line.takeWord("FETCH")) {
            fetching = true;
            fetch.begin(number, byUid);
            fetch(line, literalFollows);
        }
    }

    private void enabled(Cursor line) {
        while (!line.done()) {
            if (line.takeWord("UTF8=ACCEPT") || line.takeWord("IMAP4REV2")) {
                session.speakUtf8();
            } else {
                line.takeUntil(" ");
                line.take(' ');
            }
        }
    }

    private void fetch(Cursor line, boolean literalFollows) {
        long size = literalFollows ? fetch.announced(line) : 0;
        fetch.reader()
                .read(line, literalFollows, fetch)
                .ifPresent(section -> fetch.literal(section, size));
        if (fetch.reader().tooDeep()) {
            fetch.abandon(session.effects());
            session.opaque(OpaqueReason.TOO_MUCH_AT_ONCE);
        } else if (!literalFollows) {
            fetch.finish();
            fetching = false;
        }
    }

    /// A line behind a literal.
    void more(Cursor line, boolean literalFollows) {
        if (fetching) {
            fetch(line, literalFollows);
        }
    }

    void literalOctets(int from, int to) {
        if (fetching) {
            fetch.keep(from, to);
        }
    }

    void literalDone() {
        if (fetching) {
            fetch.literalDone();
        }
    }

    /// A line within the response was too long to be understood.
    void lost() {
        if (fetching) {
            fetch.abandon(session.effects());
            fetching = false;
        }
    }

    /// The connection ends.
    void interrupted() {
        if (fetching) {
            fetch.interrupted(session.effects());
        }
        session.open().all().forEach(appends::discard);
    }
}
