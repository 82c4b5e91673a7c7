package org.tapline.bridge.blob;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tapline.bridge.database.OwnerOnly;
import org.tapline.journal.Content;

/// Blobs in a folder: `ab/cd/abcd...` for the content whose SHA-256 begins with abcd.
public final class BlobStore {
    /// Few calls for large contents, little memory for many small ones.
    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final Path arriving;

    /// Folders whose names are known to be on the disk; at most 65,536.
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    /// Opens the store in a folder; removes what an earlier crash left half-written.
    public BlobStore(Path folder) throws IOException {
        this.folder = folder;
        this.arriving = folder.resolve("arriving");
        OwnerOnly.folder(folder);
        OwnerOnly.folder(arriving);
        try (Stream<Path> left = Files.list(arriving)) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /// A stored content.
    ///
    /// @param sha256 lower-case hexadecimal
    /// @param size octets
    public record Blob(String sha256, long size) {}

    /// Stores what a stream yields; the caller closes the stream.
    public Blob store(InputStream content) throws IOException {
        try (Arriving blob = arrive()) {
            content.transferTo(blob.output());
            return blob.keep();
        }
    }

    /// Begins a blob of which it is not yet known whether it is kept.
    public Arriving arrive() throws IOException {
        return new Arriving(arriving.resolve(UUID.randomUUID().toString()));
    }

    /// Opens a blob for reading.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is none
    public InputStream open(String sha256) throws IOException {
        return Files.newInputStream(path(sha256));
    }

    /// A blob as a content that can be read more than once.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is none
    public Content content(String sha256) throws IOException {
        long size = Files.size(path(sha256));
        return new Content() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open() throws IOException {
                return BlobStore.this.open(sha256);
            }
        };
    }

    public boolean contains(String sha256) {
        return Files.exists(path(sha256));
    }

    private Path leaf(String sha256) {
        if (sha256.length() != 64 || !sha256.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            throw new IllegalArgumentException("not a SHA-256: " + sha256);
        }
        return folder.resolve(sha256.substring(0, 2)).resolve(sha256.substring(2, 4));
    }

    private Path path(String sha256) {
        return leaf(sha256).resolve(sha256);
    }

    /// A blob being written. Closing it without [#keep] discards it.
    public final class Arriving implements AutoCloseable {
        private final Path file;
        private final FileChannel channel;
        private final MessageDigest digest = sha256();
        private final OutputStream output;
        private long size;
        private @Nullable Blob kept;

        private Arriving(Path file) throws IOException {
            this.file = file;
            this.channel =
                    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            this.output = new Measuring(Channels.newOutputStream(channel));
        }

        /// Where to write; closing it is not needed and has no effect.
        public OutputStream output() {
            return output;
        }

        /// Makes the blob durable under its final name; once more: the same blob.
        public Blob keep() throws IOException {
            Blob before = kept;
            if (before != null) {
                return before;
            }
            output.flush();
            String name = HexFormat.of().formatHex(digest.digest());
            Path leaf = leaf(name);
            Path target = leaf.resolve(name);
            makeDurable(name);
            if (!Files.exists(target)) {
                channel.force(true);
                Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            }
            // also when somebody else has just put it there: the row must not be first on disk
            flush(leaf);
            Blob blob = new Blob(name, size);
            kept = blob;
            return blob;
        }

        @Override
        public void close() throws IOException {
            channel.close();
            Files.deleteIfExists(file);
        }

        /// Counts and hashes what passes.
        private final class Measuring extends FilterOutputStream {
            private Measuring(OutputStream out) {
                super(new BufferedOutputStream(out, BUFFER));
            }

            @Override
            public void write(int octet) throws IOException {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                out.write(octets, offset, length);
                digest.update(octets, offset, length);
                size += length;
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        }
    }

    private void makeDurable(String sha256) throws IOException {
        Path leaf = leaf(sha256);
        if (!durable.contains(leaf)) {
            Files.createDirectories(leaf);
            flush(folder.resolve(sha256.substring(0, 2)));
            flush(folder);
            durable.add(leaf);
        }
    }

    /// A new name is durable only once its folder is flushed.
    private static void flush(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
