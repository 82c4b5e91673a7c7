package org.tapline.proxy.sasl;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// SCRAM with any hash, RFC 5802 §7: `gs2-header n=user,r=nonce`. The proof that follows is of no
/// use to anybody else, so there is no secret.
final class Scram implements Mechanism {
    private final String mechanism;

    Scram(String mechanism) {
        this.mechanism = mechanism;
    }

    @Override
    public Outcome response(byte[] decoded, SaslLimits limits) {
        @Nullable Gs2Header header = Gs2Header.read(decoded, limits);
        if (header == null) {
            return new Unreadable();
        }
        int start = header.end();
        int comma = Mechanism.indexOf(decoded, ',', start);
        // A reserved extension (`m=`) in front of the name must be refused: RFC 5802 §5.1.
        if (comma < start + 3 || decoded[start] != 'n' || decoded[start + 1] != '=') {
            return new Unreadable();
        }
        @Nullable String login = Gs2Header.saslName(decoded, start + 2, comma, limits);
        if (login == null) {
            return new Unreadable();
        }
        Identity identity = Identity.of(header.authorization(), login, mechanism);
        return new Reading(identity, Optional.empty());
    }
}
