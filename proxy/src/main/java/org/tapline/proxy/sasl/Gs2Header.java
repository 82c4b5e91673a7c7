package org.tapline.proxy.sasl;

import org.jspecify.annotations.Nullable;

/// The head of a SCRAM or OAUTHBEARER message, RFC 5801 §4: `n,a=authzid,`.
///
/// @param authorization the authorization identity, empty when none is given
/// @param end index behind the header
record Gs2Header(String authorization, int end) {

    static @Nullable Gs2Header read(byte[] octets, SaslLimits limits) {
        int flag = Mechanism.indexOf(octets, ',', 0);
        int end = flag < 1 ? -1 : Mechanism.indexOf(octets, ',', flag + 1);
        if (end < 0) {
            return null;
        }
        boolean binding = flag > 2 && octets[0] == 'p' && octets[1] == '=';
        boolean none = flag == 1 && (octets[0] == 'n' || octets[0] == 'y');
        if (!binding && !none) {
            return null;
        }
        if (end == flag + 1) {
            return new Gs2Header("", end + 1);
        }
        if (end < flag + 3 || octets[flag + 1] != 'a' || octets[flag + 2] != '=') {
            return null;
        }
        @Nullable String name = saslName(octets, flag + 3, end, limits);
        return name == null ? null : new Gs2Header(name, end + 1);
    }

    /// A name in which comma and equals sign are written `=2C` and `=3D` (RFC 5802 §5.1); any other
    /// use of the equals sign is an error.
    static @Nullable String saslName(byte[] octets, int from, int to, SaslLimits limits) {
        @Nullable String written = Mechanism.name(octets, from, to, limits);
        if (written == null) {
            return null;
        }
        String bare = written.replace("=2C", "").replace("=3D", "");
        return bare.indexOf('=') >= 0 ? null : written.replace("=2C", ",").replace("=3D", "=");
    }
}
