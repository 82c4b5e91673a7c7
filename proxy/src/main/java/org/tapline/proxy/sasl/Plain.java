package org.tapline.proxy.sasl;

import org.jspecify.annotations.Nullable;

/// PLAIN, RFC 4616 §2: `authzid NUL authcid NUL password`.
final class Plain implements Mechanism {
    @Override
    public Outcome response(byte[] decoded, SaslLimits limits) {
        int first = Mechanism.indexOf(decoded, 0, 0);
        int second = first < 0 ? -1 : Mechanism.indexOf(decoded, 0, first + 1);
        if (second < 0 || Mechanism.indexOf(decoded, 0, second + 1) >= 0) {
            return new Unreadable();
        }
        @Nullable String authorization = Mechanism.name(decoded, 0, first, limits);
        @Nullable String login = Mechanism.name(decoded, first + 1, second, limits);
        if (authorization == null || login == null || login.isEmpty()) {
            return new Unreadable();
        }
        Identity identity = Identity.of(authorization, login, "PLAIN");
        return Mechanism.reading(identity, decoded, second + 1, decoded.length);
    }
}
