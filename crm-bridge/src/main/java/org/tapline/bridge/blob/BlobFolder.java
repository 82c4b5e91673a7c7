package org.tapline.bridge.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.tapline.bridge.database.OwnerOnly;

/// Files by content: `ab/cd/abcd...` for the content whose SHA-256 begins with abcd.
final class BlobFolder {
    private final Path folder;
    private final Path arriving;
    private final Path aside;

    /// Folders whose names are known to be on the disk; at most 65,536.
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    BlobFolder(Path folder) throws IOException {
        this.folder = folder;
        this.arriving = folder.resolve("arriving");
        this.aside = folder.resolve("aside");
        OwnerOnly.folder(folder);
        OwnerOnly.folder(aside);
        OwnerOnly.folder(arriving);
        try (Stream<Path> left = Files.list(arriving)) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /// A name for a file that is being written.
    Path fresh() {
        return arriving.resolve(UUID.randomUUID().toString());
    }

    InputStream open(String sha256) throws IOException {
        return Files.newInputStream(path(sha256));
    }

    Path path(String sha256) {
        return leaf(sha256).resolve(sha256);
    }

    /// Gives a written file its final name and makes both durable.
    void keep(Path file, FileChannel channel, String sha256) throws IOException {
        Path leaf = leaf(sha256);
        Path target = leaf.resolve(sha256);
        makeDurable(sha256);
        if (!Files.exists(target)) {
            channel.force(true);
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        }
        // also when somebody else has just put it there: the row must not be first on disk
        flush(leaf);
    }

    /// Takes a file out of sight.
    void setAside(String sha256) throws IOException {
        if (Files.exists(path(sha256))) {
            Files.move(path(sha256), aside.resolve(sha256), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /// Puts a file back, unless its content has come anew.
    void restore(String sha256) throws IOException {
        Path file = aside.resolve(sha256);
        if (Files.exists(path(sha256))) {
            Files.deleteIfExists(file);
        } else if (Files.exists(file)) {
            Files.move(file, path(sha256), StandardCopyOption.ATOMIC_MOVE);
            flush(leaf(sha256));
        }
    }

    /// Removes a file that was set aside.
    void drop(String sha256) throws IOException {
        Files.deleteIfExists(aside.resolve(sha256));
    }

    private Path leaf(String sha256) {
        if (sha256.length() != 64 || !sha256.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            throw new IllegalArgumentException("not a SHA-256: " + sha256);
        }
        return folder.resolve(sha256.substring(0, 2)).resolve(sha256.substring(2, 4));
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
}
