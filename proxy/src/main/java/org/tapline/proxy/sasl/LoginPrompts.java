package org.tapline.proxy.sasl;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// LOGIN, never standardised: the user name, then the password, each after a prompt. Some clients
/// send the user name as initial response.
final class LoginPrompts implements Mechanism {
    private @Nullable String login;

    @Override
    public Outcome response(byte[] decoded, SaslLimits limits) {
        if (login != null) {
            return Mechanism.reading(Identity.of(login, "LOGIN"), decoded, 0, decoded.length);
        }
        login = Mechanism.name(decoded, 0, decoded.length, limits);
        return login == null || login.isEmpty() ? new Unreadable() : new More();
    }

    @Override
    public Optional<Identity> claimed() {
        return Optional.ofNullable(login)
                .filter(name -> !name.isEmpty())
                .map(name -> Identity.of(name, "LOGIN"));
    }

    @Override
    public void forget() {
        login = null;
    }

    /// Quirk: servers take an empty initial response for none.
    @Override
    public boolean asksDespiteEmptyInitialResponse() {
        return true;
    }
}
