package org.tapline.proxy.imap;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tapline.proxy.sasl.PassableMechanisms;

/// What the upstream last said it can do, and what of it the client may see (RFC 9051 §6.1.1).
///
/// Hidden is what would make the stream unreadable (COMPRESS, SASL security layers), what cannot
/// work through a proxy that ends TLS (STARTTLS behind our own TLS, EXTERNAL, channel binding),
/// what drops the identity (UNAUTHENTICATE), and what keeps messages off the wire (URLAUTH,
/// CATENATE).
final class Capabilities {
    /// RFC 7888 §5: LITERAL- allows non-synchronising literals up to this size.
    static final long LITERAL_MINUS = 4096;

    private static final String MECHANISM = "AUTH=";
    private static final Set<String> HIDDEN =
            Set.of("STARTTLS", "UNAUTHENTICATE", "CATENATE", "URLAUTH");

    private final Set<String> offered = new HashSet<>();
    private final List<String> mechanisms = new ArrayList<>();

    /// Forgets everything: TLS begins (RFC 9051 §6.2.1), or a new list follows.
    void clear() {
        offered.clear();
        mechanisms.clear();
    }

    /// Takes the place of what was known.
    void learn(List<String> capabilities) {
        clear();
        for (String capability : capabilities) {
            String name = capability.toUpperCase(Locale.ROOT);
            offered.add(name);
            if (name.startsWith(MECHANISM)) {
                mechanisms.add(name.substring(MECHANISM.length()));
            }
        }
    }

    boolean offers(String capability) {
        return offered.contains(capability);
    }

    /// Whether a client may send so large a literal without waiting (RFC 7888, RFC 9051 §6.3.12).
    boolean takesNonSynchronising(long size) {
        return offers("LITERAL+")
                || (size <= LITERAL_MINUS && (offers("LITERAL-") || offers("IMAP4REV2")));
    }

    /// Whether a sign-in by this mechanism can pass through.
    boolean passes(String mechanism) {
        return PassableMechanisms.passes(mechanism, mechanisms);
    }

    /// Whether the client must not see this capability.
    ///
    /// @param exposed the client's leg still has to start TLS: no mechanism is shown
    boolean hides(String capability, boolean exposed) {
        String name = capability.toUpperCase(Locale.ROOT);
        if (name.startsWith(MECHANISM)) {
            return exposed || !passes(name.substring(MECHANISM.length()));
        }
        return HIDDEN.contains(name)
                || name.startsWith("COMPRESS=")
                || name.startsWith("URLAUTH=")
                || (exposed && name.equals("LOGINDISABLED"));
    }

    /// Whether a literal may be announced so; otherwise the upstream might read its octets as
    /// commands (RFC 7888 §3 and §5).
    boolean takes(LiteralMark mark) {
        return switch (mark.form()) {
            case SYNCHRONISING -> true;
            case NON_SYNCHRONISING -> takesNonSynchronising(mark.size());
            case DOUBTFUL -> false;
        };
    }
}
