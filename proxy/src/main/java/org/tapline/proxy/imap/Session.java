package org.tapline.proxy.imap;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.Effects;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.OpaqueReason;
import org.tapline.proxy.conversation.Phase;

/// What both sides of a conversation know and share.
final class Session {
    private final ImapSettings settings;
    private final Capabilities capabilities = new Capabilities();
    private final OpenCommands open = new OpenCommands();
    private final SelectedFolder folder;
    private @Nullable Effects effects;
    private @Nullable Ending ending;
    private @Nullable Command begun;
    private Phase phase = Phase.OPENING;
    private boolean clientSecured;
    private boolean betweenResponses = true;
    private boolean utf8;

    Session(ImapSettings settings) {
        this.settings = settings;
        folder = new SelectedFolder(settings.limits());
    }

    ImapSettings settings() {
        return settings;
    }

    ImapLimits limits() {
        return settings.limits();
    }

    Capabilities capabilities() {
        return capabilities;
    }

    OpenCommands open() {
        return open;
    }

    SelectedFolder folder() {
        return folder;
    }

    /// The effects of the running call.
    Effects effects() {
        if (effects == null) {
            throw new IllegalStateException("no call is running");
        }
        return effects;
    }

    void use(Effects running) {
        effects = running;
    }

    Phase phase() {
        return phase;
    }

    void enter(Phase next) {
        phase = next;
    }

    /// The listener speaks STARTTLS and the client has not used it yet: no credentials may pass.
    boolean exposed() {
        return settings.clientTls() == Tls.STARTTLS && !clientSecured;
    }

    void clientIsSecured() {
        clientSecured = true;
    }

    /// Names of folders are UTF-8 from here on (RFC 6855 §3, RFC 9051 §6.3.1).
    void speakUtf8() {
        utf8 = true;
    }

    boolean speaksUtf8() {
        return utf8;
    }

    /// Whether the client has been sent complete responses only, so that a line of our own may
    /// follow.
    boolean betweenResponses() {
        return betweenResponses;
    }

    void betweenResponses(boolean complete) {
        betweenResponses = complete;
    }

    // --- how it ends

    Optional<Ending> ending() {
        return Optional.ofNullable(ending);
    }

    /// The first reason counts.
    void end(Ending how) {
        if (ending == null) {
            ending = how;
        }
    }

    /// Footing lost. As long as the client may not even send credentials, the session is refused
    /// instead: a pipe would let them through in the clear.
    void opaque(OpaqueReason reason) {
        if (exposed()) {
            close(CloseReason.NOT_THIS_PROTOCOL, "* BYE This is IMAP, and TLS must come first\r\n");
        } else {
            end(new Ending.Opaque(reason));
        }
    }

    void close(CloseReason reason, String farewell) {
        end(new Ending.Closed(reason, farewell));
    }

    // --- order of answers

    void sendClient(String line) {
        effects().send(Leg.CLIENT, line.getBytes(StandardCharsets.ISO_8859_1));
    }

    void sendUpstream(String line) {
        effects().send(Leg.UPSTREAM, line.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Called after every line: sends answers of our own whose turn has come, and notices when a
    /// SELECT begins, which is when all commands before it are answered.
    void advance() {
        Optional<Command> oldest = open.oldest();
        while (oldest.isPresent() && oldest.get().ours()) {
            Command command = oldest.get();
            if (!command.sent() || !betweenResponses) {
                return;
            }
            open.remove(command);
            command.answer().ifPresent(line -> effects().send(Leg.CLIENT, line));
            if (command.name() == CommandName.STARTTLS && exposed()) {
                effects().startTls(Leg.CLIENT);
            }
            oldest = open.oldest();
        }
        oldest.filter(Command::sent).filter(this::selects).ifPresent(this::beginSelect);
    }

    private boolean selects(Command command) {
        return command != begun
                && (command.name() == CommandName.SELECT || command.name() == CommandName.EXAMINE);
    }

    private void beginSelect(Command command) {
        begun = command;
        if (command.arguments().hasText(0)) {
            byte[] name = command.arguments().get(0).octets();
            folder.begin(FolderName.decode(name, utf8), effects());
        } else {
            folder.close(effects());
        }
    }
}
