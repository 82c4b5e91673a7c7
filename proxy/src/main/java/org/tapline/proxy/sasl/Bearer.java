package org.tapline.proxy.sasl;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// XOAUTH2 (`user=U ^A auth=Bearer T ^A ^A`) and OAUTHBEARER (RFC 7628 §3.1:
/// `n,a=U, ^A key=value ^A ... auth=Bearer T ^A ^A`). The secret is the token.
final class Bearer implements Mechanism {
    private static final int SEPARATOR = 1;
    private static final byte[] USER = "user=".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AUTH = "auth=bearer ".getBytes(StandardCharsets.US_ASCII);

    private final String mechanism;

    Bearer(String mechanism) {
        this.mechanism = mechanism;
    }

    @Override
    public Outcome response(byte[] decoded, SaslLimits limits) {
        @Nullable String user = null;
        int at = 0;
        if (mechanism.equals("OAUTHBEARER")) {
            @Nullable Gs2Header header = Gs2Header.read(decoded, limits);
            if (header == null || header.authorization().isEmpty()) {
                return new Unreadable();
            }
            user = header.authorization();
            at = header.end() + 1;
        }
        int tokenFrom = -1;
        int tokenTo = -1;
        for (int end; (end = Mechanism.indexOf(decoded, SEPARATOR, at)) > at; at = end + 1) {
            if (startsWith(decoded, at, end, AUTH)) {
                tokenFrom = at + AUTH.length;
                tokenTo = end;
            } else if (mechanism.equals("XOAUTH2") && startsWith(decoded, at, end, USER)) {
                user = Mechanism.name(decoded, at + USER.length, end, limits);
            }
        }
        if (user == null || user.isEmpty() || tokenTo <= tokenFrom) {
            return new Unreadable();
        }
        Identity identity = new Identity(user, user, mechanism);
        return Mechanism.reading(identity, decoded, tokenFrom, tokenTo);
    }

    /// Compares without regard to case: RFC 6749 §5.1 has the type of a token case-insensitive.
    private static boolean startsWith(byte[] octets, int from, int to, byte[] lowerCase) {
        if (to - from < lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if (Character.toLowerCase(octets[from + i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }
}
