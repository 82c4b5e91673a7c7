package org.tapline.proxy.sasl;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// CRAM-MD5, RFC 2195 §2: `user SP digest`, where the user name may hold spaces. The digest answers
/// one challenge only, so there is nothing to reuse.
final class CramMd5 implements Mechanism {
    private static final int DIGEST = 32;

    @Override
    public Outcome response(byte[] decoded, SaslLimits limits) {
        int space = decoded.length - DIGEST - 1;
        if (space < 1 || decoded[space] != ' ') {
            return new Unreadable();
        }
        @Nullable String login = Mechanism.name(decoded, 0, space, limits);
        return login == null
                ? new Unreadable()
                : new Reading(Identity.of(login, "CRAM-MD5"), Optional.empty());
    }
}
