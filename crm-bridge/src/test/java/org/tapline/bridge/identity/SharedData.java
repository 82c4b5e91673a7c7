package org.tapline.bridge.identity;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Finds the evaluation data that lies beside a checkout. Absent data skips the test, visibly.
final class SharedData {

    private SharedData() {}

    static Path file(String name) {
        Optional<Path> file = folder().map(folder -> folder.resolve("data").resolve(name));
        assumeTrue(
                file.isPresent() && Files.exists(file.get()),
                "skipped: ../shared/data/" + name + " is absent");
        return file.orElseThrow();
    }

    private static Optional<Path> folder() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path shared = at.resolve("shared");
            if (Files.exists(shared.resolve("DESIGN.md"))) {
                return Optional.of(shared);
            }
        }
        return Optional.empty();
    }
}
