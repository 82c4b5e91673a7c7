package org.tapline.bridge.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The programs of PostgreSQL, unpacked once from the archive on the class path.
record PostgresProgram(Path folder) {

    /// The version of the binaries (root pom): a new one is unpacked beside the old one.
    static final String VERSION = "18.6";

    /// Unpacks into `parent` unless that was done before. A crash in between leaves only a
    /// temporary folder, never half a program.
    static PostgresProgram unpacked(Path parent) {
        Path folder = parent.resolve("postgresql-" + VERSION);
        if (!Files.isDirectory(folder)) {
            try {
                Files.createDirectories(parent);
                Path partial = Files.createTempDirectory(parent, "unpacking-");
                unpackInto(partial);
                moveInPlace(partial, folder);
            } catch (IOException e) {
                throw new DatabaseException(
                        "cannot unpack PostgreSQL into " + parent + ": " + e.getMessage(), e);
            }
        }
        return new PostgresProgram(folder);
    }

    Path binary(String name) {
        return folder.resolve("bin").resolve(name);
    }

    private static void unpackInto(Path folder) throws IOException {
        try (InputStream archive = archive();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(
                                new XZInputStream(new BufferedInputStream(archive, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("entry leads out of the archive: " + entry.getName());
                }
                unpack(entry, tar, target);
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path target)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            try (OutputStream out = Files.newOutputStream(target)) {
                content.transferTo(out);
            }
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    target,
                    PosixFilePermissions.fromString(executable ? "rwx------" : "rw-------"));
        }
    }

    private static InputStream archive() {
        String architecture =
                switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    case String other -> other;
                };
        String name = "postgres-linux-" + architecture + ".txz";
        InputStream archive = PostgresProgram.class.getClassLoader().getResourceAsStream(name);
        if (archive == null) {
            throw new DatabaseException(
                    "no embedded PostgreSQL for this machine ("
                            + name
                            + "): set database.url to a PostgreSQL of your own");
        }
        return archive;
    }

    private static void moveInPlace(Path partial, Path folder) throws IOException {
        try {
            Files.move(partial, folder);
        } catch (FileAlreadyExistsException | AtomicMoveNotSupportedException e) {
            delete(partial);
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
