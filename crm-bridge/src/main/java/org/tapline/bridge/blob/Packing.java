package org.tapline.bridge.blob;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.util.Native;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How octets lie in a row. The server's own compression costs several times as much, and the way
/// to the server, its log and its files all get less to carry.
enum Packing {
    /// As they are: what does not shrink, and every row written before there was another form.
    PLAIN(0),

    /// A Zstandard frame that tells its size (RFC 8878 §3.1.1.1.4).
    ZSTANDARD(1);

    private static final Logger log = LoggerFactory.getLogger(Packing.class);

    /// The fastest of the ordinary levels: mail shrinks to a third or a fourth with any of them.
    private static final int LEVEL = 1;

    /// Below this the frame's own octets eat up what it saves.
    private static final int WORTH_IT = 200;

    private static final boolean AVAILABLE = available();

    /// What stands in the column.
    private final int code;

    Packing(int code) {
        this.code = code;
    }

    /// Octets in their form.
    static final class Packed {
        private final int code;
        private final byte[] octets;

        /// @param code of the form
        /// @param octets not copied
        Packed(int code, byte[] octets) {
            this.code = code;
            this.octets = octets;
        }

        int code() {
            return code;
        }

        byte[] octets() {
            return octets;
        }
    }

    /// Packs where that makes it smaller.
    static Packed pack(byte[] octets) {
        if (AVAILABLE && octets.length >= WORTH_IT) {
            byte[] frame = Zstd.compress(octets, LEVEL);
            if (frame.length < octets.length) {
                return new Packed(ZSTANDARD.code, frame);
            }
        }
        return new Packed(PLAIN.code, octets);
    }

    /// @param most octets that may come out
    /// @throws IOException when they are not what the column says
    static byte[] unpack(Packed packed, int most) throws IOException {
        int code = packed.code();
        byte[] octets = packed.octets();
        if (code == PLAIN.code) {
            return octets;
        }
        if (code != ZSTANDARD.code) {
            throw new IOException(
                    "a blob lies in form " + code + ", which this Tapline is too old for");
        }
        if (!AVAILABLE) {
            throw new IOException("a packed blob cannot be read: the library for it does not load");
        }
        long size = Zstd.getFrameContentSize(octets);
        if (size < 0 || size > most) {
            throw new IOException("a packed blob is damaged");
        }
        byte[] unpacked = new byte[(int) size];
        try {
            Zstd.decompress(unpacked, octets);
        } catch (ZstdException e) {
            throw new IOException("a packed blob is damaged", e);
        }
        return unpacked;
    }

    /// The library unpacks itself into the folder for temporary files, and a folder from which
    /// nothing may be executed refuses it.
    private static boolean available() {
        try {
            Native.load();
            return true;
        } catch (UnsatisfiedLinkError e) {
            log.warn("Zstandard does not load, blobs are stored unpacked: {}", e.getMessage());
            return false;
        }
    }
}
