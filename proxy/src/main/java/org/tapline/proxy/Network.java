package org.tapline.proxy;

import java.net.InetAddress;
import java.util.Optional;

/// A range of addresses in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3), or a single address.
///
/// @param prefix how many leading bits count
public record Network(InetAddress address, int prefix) {

    /// Reads `10.0.0.0/8`, `2001:db8::/32`, `127.0.0.1`. Names are not looked up, and
    /// the short forms of IPv4 (`10.1` for `10.0.0.1`) are refused: they are mistakes.
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        try {
            String literal = slash < 0 ? text : text.substring(0, slash);
            InetAddress address = InetAddress.ofLiteral(literal);
            if (literal.indexOf(':') < 0 && !literal.equals(address.getHostAddress())) {
                return Optional.empty();
            }
            int bits = 8 * address.getAddress().length;
            int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            return prefix < 0 || prefix > bits
                    ? Optional.empty()
                    : Optional.of(new Network(address, prefix));
        } catch (IllegalArgumentException noNetwork) {
            return Optional.empty();
        }
    }

    /// Whether an address lies in it.
    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit & 7);
            if (((mine[bit >> 3] ^ theirs[bit >> 3]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
