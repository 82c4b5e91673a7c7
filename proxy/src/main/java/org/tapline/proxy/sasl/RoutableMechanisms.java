package org.tapline.proxy.sasl;

import java.util.Locale;
import java.util.Set;

/// Which SASL mechanisms can be routed by their user: those in which the client speaks first and
/// names the user, so that the challenges can still come from the upstream of that user.
///
/// CRAM-MD5 cannot: the user is named in the answer to a challenge that only the right upstream can
/// make (RFC 2195 §2). ANONYMOUS, EXTERNAL, GSSAPI and what is not known name nobody.
public final class RoutableMechanisms {
    private static final Set<String> NAMED = Set.of("PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER");

    private RoutableMechanisms() {}

    /// @param mechanism in any case
    public static boolean routes(String mechanism) {
        String name = mechanism.toUpperCase(Locale.ROOT);
        return NAMED.contains(name) || (name.startsWith("SCRAM-") && !name.endsWith("-PLUS"));
    }

    /// What a server of this mechanism asks first, in base64: nothing, save for LOGIN.
    public static String firstChallenge(String mechanism) {
        return mechanism.equalsIgnoreCase("LOGIN") ? "VXNlcm5hbWU6" : "";
    }
}
