package org.tapline.cli.configuration;

import java.nio.file.Path;
import java.util.Optional;

/// Where a value was written.
///
/// @param text how it is named in a message: `tapline.yaml:12`, or the variable's name
/// @param folder what relative paths in the value start from
public record Origin(String text, Path folder) {

    static Origin line(Path file, int line) {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
        return new Origin(file + ":" + line, folder);
    }

    static Origin variable(String name, Path workingDirectory) {
        return new Origin(name, workingDirectory);
    }
}
