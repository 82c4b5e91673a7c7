package org.tapline.proxy.imap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.tapline.proxy.conversation.OpaqueReason;
import org.tapline.proxy.conversation.Phase;
import org.tapline.proxy.sasl.Identity;
import org.tapline.proxy.sasl.SaslObserver;
import org.tapline.proxy.sasl.Secret;

/// Learns who signed in, once the upstream has accepted it.
final class SignIns {
    private final Session session;

    SignIns(Session session) {
        this.session = session;
    }

    void accepted(Command command) {
        Optional<Identity> identity;
        Optional<Secret> secret;
        if (command.name() == CommandName.LOGIN) {
            identity = login(command.arguments());
            secret = identity.map(known -> new Secret(command.arguments().get(1).octets()));
        } else {
            identity = command.exchange().flatMap(SaslObserver::identity);
            secret = command.exchange().flatMap(SaslObserver::secret);
        }
        session.enter(Phase.AUTHENTICATED);
        if (identity.isEmpty()) {
            session.opaque(OpaqueReason.UNKNOWN_IDENTITY);
        } else if (!session.effects().identified(identity.get(), secret.orElse(null))) {
            session.end(new Ending.Detached());
        }
    }

    /// LOGIN has two arguments, atoms or strings (RFC 9051 §6.2.3).
    private static Optional<Identity> login(Arguments arguments) {
        if (arguments.count() != 2 || !arguments.hasText(0) || !arguments.hasText(1)) {
            return Optional.empty();
        }
        String user = new String(arguments.get(0).octets(), StandardCharsets.UTF_8);
        return user.isBlank() ? Optional.empty() : Optional.of(Identity.of(user, "LOGIN"));
    }

    /// Wipes what was read of a sign-in that failed, and has it counted.
    void refused(Command command) {
        command.exchange().ifPresent(SaslObserver::forget);
        if (command.name() == CommandName.LOGIN) {
            command.arguments().all().forEach(word -> Arrays.fill(word.octets(), (byte) 0));
        }
        if (command.name() == CommandName.LOGIN || command.name() == CommandName.AUTHENTICATE) {
            session.effects().signInRefused();
        }
    }
}
