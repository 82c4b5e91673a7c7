package org.tapline.journal.artemis;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder where large messages lie while they are being worked on.
final class Spool {
    private Spool() {}

    /// Creates the folder, and removes what a crash left in it: the broker still has those
    /// messages.
    static void prepare(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*.spool")) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }
}
