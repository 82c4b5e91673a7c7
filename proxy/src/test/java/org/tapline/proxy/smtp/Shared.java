package org.tapline.proxy.smtp;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Finds the folder of test data beside the project.
final class Shared {
    private Shared() {}

    /// A file of it, or null where the folder is absent.
    static @Nullable Path find(String file) {
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path found = up.resolve("shared").resolve(file);
            if (Files.exists(up.resolve("shared/DESIGN.md")) && Files.exists(found)) {
                return found;
            }
        }
        return null;
    }
}
