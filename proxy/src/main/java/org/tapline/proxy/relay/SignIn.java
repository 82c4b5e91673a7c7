package org.tapline.proxy.relay;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.MailboxName;
import org.tapline.proxy.ProxySettings.Admission;
import org.tapline.proxy.directory.Directory;
import org.tapline.proxy.sasl.Identity;
import org.tapline.proxy.sasl.Secret;

/// Who signs in at one session, and whether too much happens before: commands, failures, or other
/// sessions of the same user.
final class SignIn {
    private final Admission limits;
    private final Directory directory;
    private final Places<MailboxName> users;
    private final Captures captures;
    private final SessionLog log;
    private final Routing routing;
    private @Nullable MailboxName place;
    private @Nullable Identity understood;
    private @Nullable Refusal excess;
    private final Pace pace;
    private int commands;
    private int failures;

    /// @param routing knows the upstream that is asked
    SignIn(
            Surroundings with,
            Places<MailboxName> users,
            Captures captures,
            SessionLog log,
            Routing routing) {
        this.limits = with.configured().admission();
        int perSecond = limits.commandsPerSecond();
        this.pace = new Pace(perSecond, perSecond, System.nanoTime());
        this.directory = with.directory();
        this.users = users;
        this.captures = captures;
        this.log = log;
        this.routing = routing;
    }

    /// What the client sends before it has signed in; each line counts as a command.
    ///
    /// @return nanoseconds for which no more is to be read of it
    long heard(ByteBuf octets) {
        int lines = 0;
        for (int i = octets.readerIndex(); i < octets.writerIndex(); i++) {
            if (octets.getByte(i) == '\n') {
                lines++;
            }
        }
        commands += lines;
        if (commands > limits.commands()) {
            exceeded(Refusal.COMMANDS);
        }
        return pace.take(lines, System.nanoTime());
    }

    /// The upstream has accepted a sign-in.
    ///
    /// @return whether the user's mail is observed
    boolean identified(Identity identity, @Nullable Secret secret) {
        if (secret != null) {
            secret.close();
        }
        MailboxName mailbox = directory.mailbox(identity, routing.server().name());
        over();
        if (users.enter(mailbox, limits.perUser())) {
            place = mailbox;
        } else {
            exceeded(Refusal.TOO_MANY_OF_USER);
        }
        boolean observed = directory.observed(identity, routing.server().name());
        if (observed) {
            captures.mailbox(mailbox);
            understood = identity;
        }
        log.signedIn(identity, observed);
        return observed;
    }

    /// Who is observed may have changed. A session that was observed when its user signed in is
    /// still understood: it stops taking what passes, or begins again. One that was not is a plain
    /// pipe until the next sign-in: nobody knows any more where its commands begin.
    void review() {
        Identity identity = understood;
        if (identity != null) {
            boolean observed = directory.observed(identity, routing.server().name());
            if (captures.observe(observed)) {
                log.observed(observed);
            }
        }
    }

    /// The upstream has refused a sign-in.
    void refused() {
        failures++;
        log.signInRefused(failures);
        if (failures >= limits.failures()) {
            exceeded(Refusal.FAILURES);
        }
    }

    /// What the session is to be ended with, as soon as the running call is over.
    Optional<Refusal> excess() {
        return Optional.ofNullable(excess);
    }

    /// The session is over: its place is free again.
    void over() {
        if (place != null) {
            users.leave(place);
            place = null;
        }
    }

    /// The first one counts.
    private void exceeded(Refusal refusal) {
        if (excess == null) {
            excess = refusal;
        }
    }
}
