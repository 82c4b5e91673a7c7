package org.tapline.bridge.milter;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.nightcode.milter.codec.MilterPacket;

/// Packets on a connection: four octets of length, one octet of command, then what belongs to it.
/// One thread at a time.
final class PacketStream {
    private final DataInputStream in;
    private final OutputStream out;
    private final int longest;

    /// @param longest octets that are kept of one packet
    PacketStream(InputStream in, OutputStream out, int longest) {
        this.in = new DataInputStream(new BufferedInputStream(in, 1 << 16));
        this.out = out;
        this.longest = longest;
    }

    /// What the mail server sent.
    static final class Packet {
        private final int command;
        private final byte[] payload;
        private final boolean whole;

        private Packet(int command, byte[] payload, boolean whole) {
            this.command = command;
            this.payload = payload;
            this.whole = whole;
        }

        int command() {
            return command;
        }

        /// Not copied.
        byte[] payload() {
            return payload;
        }

        /// False when it was too long: it was read over, and the payload is empty.
        boolean whole() {
            return whole;
        }
    }

    /// Reads the next packet.
    ///
    /// @return empty at the end of the connection
    Optional<Packet> read() throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        long length =
                ((long) first << 24)
                        | (in.readUnsignedByte() << 16)
                        | (in.readUnsignedByte() << 8)
                        | in.readUnsignedByte();
        if (length == 0) {
            return Optional.of(new Packet(0, new byte[0], false));
        }
        int command = in.readUnsignedByte();
        long rest = length - 1;
        if (rest > longest) {
            skip(rest);
            return Optional.of(new Packet(command, new byte[0], false));
        }
        byte[] payload = in.readNBytes((int) rest);
        if (payload.length < rest) {
            throw new EOFException("the connection ended within a packet");
        }
        return Optional.of(new Packet(command, payload, true));
    }

    private void skip(long octets) throws IOException {
        in.skipNBytes(octets);
    }

    void write(MilterPacket packet) throws IOException {
        byte[] payload = packet.payload();
        ByteBuffer octets = ByteBuffer.allocate(5 + payload.length);
        octets.putInt(1 + payload.length).put((byte) packet.command()).put(payload);
        out.write(octets.array());
        out.flush();
    }
}
