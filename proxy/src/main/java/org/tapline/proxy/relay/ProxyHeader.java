package org.tapline.proxy.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The header by which one proxy tells the next who the client is (PROXY protocol, HAProxy's
/// `proxy-protocol.txt`, sections 2.1 and 2.2).
final class ProxyHeader {
    private static final byte[] SIGNATURE = {
        '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
    };

    /// How a header begins. No command of IMAP or SMTP does.
    private static final List<byte[]> BEGINNINGS =
            List.of(
                    SIGNATURE,
                    "PROXY TCP4 ".getBytes(StandardCharsets.US_ASCII),
                    "PROXY TCP6 ".getBytes(StandardCharsets.US_ASCII),
                    "PROXY UNKNOWN".getBytes(StandardCharsets.US_ASCII));

    /// Octets after which it is known whether a stream begins with a header.
    static final int LOOK = 13;

    /// Version 2, and the command PROXY.
    private static final byte PROXY = 0x21;

    /// Version 2, and the command LOCAL.
    private static final byte LOCAL = 0x20;

    private static final byte TCP4 = 0x11;
    private static final byte TCP6 = 0x21;

    private ProxyHeader() {}

    /// What is known of the first octets of a stream.
    enum Finding {
        HEADER,
        NONE,
        TOO_SHORT
    }

    /// Looks at the beginning of a stream.
    static Finding look(byte[] first, int length) {
        Finding finding = Finding.NONE;
        for (byte[] beginning : BEGINNINGS) {
            int count = Math.min(length, beginning.length);
            if (Arrays.equals(first, 0, count, beginning, 0, count)) {
                if (length >= beginning.length) {
                    return Finding.HEADER;
                }
                finding = Finding.TOO_SHORT;
            }
        }
        return finding;
    }

    /// A header of version 2. Where the two addresses are of different families, both are written
    /// as IPv6 (RFC 4291 §2.5.5.2).
    static byte[] version2(InetSocketAddress client, InetSocketAddress destination) {
        byte[] from = client.getAddress().getAddress();
        byte[] to = destination.getAddress().getAddress();
        boolean four = from.length == 4 && to.length == 4;
        int size = four ? 12 : 36;
        ByteBuffer header = ByteBuffer.allocate(SIGNATURE.length + 4 + size);
        header.put(SIGNATURE).put(PROXY).put(four ? TCP4 : TCP6).putShort((short) size);
        header.put(four ? from : mapped(client.getAddress()));
        header.put(four ? to : mapped(destination.getAddress()));
        header.putShort((short) client.getPort()).putShort((short) destination.getPort());
        return header.array();
    }

    /// A header of version 2 for a connection of our own, behind which there is no client.
    static byte[] local() {
        return ByteBuffer.allocate(SIGNATURE.length + 4).put(SIGNATURE).put(LOCAL).array();
    }

    private static byte[] mapped(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length == 16) {
            return octets;
        }
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        System.arraycopy(octets, 0, mapped, 12, 4);
        return mapped;
    }
}
