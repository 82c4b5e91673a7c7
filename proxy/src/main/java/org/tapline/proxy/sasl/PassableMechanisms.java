package org.tapline.proxy.sasl;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which of the SASL mechanisms that an upstream offers work through a proxy that ends TLS.
///
/// Hidden are
/// - `EXTERNAL`, because the client's certificate ends at our TLS (RFC 4422 appendix A),
/// - `GSSAPI` and `DIGEST-MD5`, because they may switch on a security layer (RFC 4752 §3.1,
///   RFC 2831 §2.3) under which nothing can be read,
/// - every `-PLUS`, because it binds to the TLS channel of the upstream (RFC 5802 §6), and then
///   every SCRAM: a client that could have bound the channel, sees no `-PLUS` and says so
///   (`y,,`) is refused by an upstream that offered one, as a downgrade.
public final class PassableMechanisms {
    private static final Set<String> NEVER = Set.of("EXTERNAL", "GSSAPI", "DIGEST-MD5");

    private PassableMechanisms() {}

    /// The offered mechanisms without the hidden ones, in their order and spelling.
    public static List<String> of(Collection<String> offered) {
        boolean binding = offered.stream().anyMatch(PassableMechanisms::binds);
        return offered.stream().filter(name -> passes(name, binding)).toList();
    }

    /// Whether the mechanism is among those let through.
    ///
    /// @param offered what the upstream offered; empty when it is not known
    public static boolean passes(String mechanism, Collection<String> offered) {
        return passes(mechanism, offered.stream().anyMatch(PassableMechanisms::binds));
    }

    private static boolean passes(String mechanism, boolean binding) {
        String name = mechanism.toUpperCase(Locale.ROOT);
        return !NEVER.contains(name) && !binds(name) && !(binding && name.startsWith("SCRAM-"));
    }

    private static boolean binds(String mechanism) {
        return mechanism.toUpperCase(Locale.ROOT).endsWith("-PLUS");
    }
}
