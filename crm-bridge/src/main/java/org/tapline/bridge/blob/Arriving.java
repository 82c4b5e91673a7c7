package org.tapline.bridge.blob;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A blob being written: in memory as long as it is small, else in a file beside the store.
/// Closing it without [BlobStore#keep] discards it.
///
/// | state | event | next |
/// | --- | --- | --- |
/// | in memory | one octet too many | in a file |
/// | either | [#sha256] | complete: nothing more may be written |
public final class Arriving implements AutoCloseable {
    /// Few calls for what is written octet by octet.
    private static final int BUFFER = 1 << 13;

    private final BlobFolder folder;
    private final int room;
    private final MessageDigest digest = newDigest();
    private final OutputStream output = new BufferedOutputStream(new Measuring(), BUFFER);
    private ByteArrayOutputStream memory = new ByteArrayOutputStream(1_024);
    private @Nullable Path file;
    private @Nullable FileChannel channel;
    private @Nullable String name;
    private boolean kept;
    private long size;

    /// @param room octets that may lie in memory
    Arriving(BlobFolder folder, int room) {
        this.folder = folder;
        this.room = room;
    }

    /// Where to write; closing it is not needed and has no effect.
    public OutputStream output() {
        return output;
    }

    /// The name of what was written.
    public String sha256() throws IOException {
        String known = name;
        if (known == null) {
            output.flush();
            known = HexFormat.of().formatHex(digest.digest());
            name = known;
        }
        return known;
    }

    public BlobStore.Blob blob() throws IOException {
        return new BlobStore.Blob(sha256(), size);
    }

    /// Octets it takes up in memory.
    public int held() {
        return memory.size();
    }

    /// All of it, when it is small.
    Optional<byte[]> inMemory() throws IOException {
        output.flush();
        return channel == null ? Optional.of(memory.toByteArray()) : Optional.empty();
    }

    /// Makes the file durable under its final name.
    void keepFile() throws IOException {
        Path written = file;
        FileChannel open = channel;
        if (!kept && written != null && open != null) {
            folder.keep(written, open, sha256());
            kept = true;
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }

    private void take(byte[] octets, int offset, int length) throws IOException {
        if (name != null) {
            throw new IllegalStateException("the blob is complete");
        }
        digest.update(octets, offset, length);
        size += length;
        if (channel == null && size <= room) {
            memory.write(octets, offset, length);
            return;
        }
        ByteBuffer more = ByteBuffer.wrap(octets, offset, length);
        FileChannel open = onDisk();
        while (more.hasRemaining()) {
            open.write(more);
        }
    }

    private FileChannel onDisk() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            Path path = folder.fresh();
            file = path;
            open = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel = open;
            ByteBuffer before = ByteBuffer.wrap(memory.toByteArray());
            memory = new ByteArrayOutputStream(0);
            while (before.hasRemaining()) {
                open.write(before);
            }
        }
        return open;
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Hands on what is written.
    private final class Measuring extends OutputStream {
        @Override
        public void write(int octet) throws IOException {
            take(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            take(octets, offset, length);
        }
    }
}
