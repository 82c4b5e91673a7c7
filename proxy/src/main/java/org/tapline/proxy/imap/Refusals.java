package org.tapline.proxy.imap;

import java.util.Optional;

/// Commands that Tapline answers itself, in the upstream's stead: those behind a hidden capability,
/// and those that may not be used yet.
final class Refusals {
    private static final String UNKNOWN = "BAD Unknown command";

    private final Session session;

    Refusals(Session session) {
        this.session = session;
    }

    /// The answer without its tag; empty when the command goes to the upstream.
    Optional<String> answerTo(Command command) {
        return switch (command.name()) {
            case STARTTLS ->
                    Optional.of(
                            session.exposed()
                                    ? "OK Begin TLS negotiation now"
                                    : "BAD TLS is active or not offered");
            case COMPRESS, GENURLAUTH, RESETKEY, UNAUTHENTICATE, URLFETCH -> Optional.of(UNKNOWN);
            case LOGIN -> exposed();
            case AUTHENTICATE -> exposed().or(() -> mechanism(command.arguments()));
            case APPEND, REPLACE -> linked(command.arguments());
            case CLOSE, COPY, EXAMINE, FETCH, IDLE, MOVE, OTHER, SELECT, STORE, UNSELECT ->
                    Optional.empty();
        };
    }

    /// RFC 9051 §7.1: PRIVACYREQUIRED says that TLS is missing.
    private Optional<String> exposed() {
        return session.exposed()
                ? Optional.of("NO [PRIVACYREQUIRED] Use STARTTLS first")
                : Optional.empty();
    }

    private Optional<String> mechanism(Arguments arguments) {
        boolean passes =
                !arguments.hasText(0) || session.capabilities().passes(arguments.get(0).text());
        return passes ? Optional.empty() : Optional.of("NO Unsupported authentication mechanism");
    }

    /// RFC 4469: a message made of URLs does not pass by.
    private static Optional<String> linked(Arguments arguments) {
        return arguments.all().stream().anyMatch(argument -> argument.isAtom("CATENATE"))
                ? Optional.of("BAD CATENATE is not offered")
                : Optional.empty();
    }
}
