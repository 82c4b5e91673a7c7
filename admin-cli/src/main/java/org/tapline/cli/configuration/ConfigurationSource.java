package org.tapline.cli.configuration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Where the configuration comes from.
///
/// @param file the YAML file, when there is one
/// @param variables the variables that name keys, without the launcher's own
/// @param workingDirectory what relative paths in variables start from
public record ConfigurationSource(
        Optional<Path> file, Map<String, String> variables, Path workingDirectory) {
    static final String PREFIX = "TAPLINE_";

    /// Read by the launcher and the commands; not keys.
    private static final Set<String> NOT_KEYS =
            Set.of(
                    "TAPLINE_CONFIG",
                    "TAPLINE_JAVA_OPTS",
                    "TAPLINE_HEAP",
                    "TAPLINE_LOG",
                    "TAPLINE_SERVER",
                    "TAPLINE_TOKEN");

    private static final String DEFAULT_FILE = "tapline.yaml";

    public ConfigurationSource {
        variables = new TreeMap<>(variables);
    }

    /// The file given on the command line, else `TAPLINE_CONFIG`, else `tapline.yaml` here when it
    /// exists.
    public static ConfigurationSource find(
            Optional<Path> given, Map<String, String> environment, Path workingDirectory) {
        Map<String, String> keys = new TreeMap<>();
        environment.forEach(
                (name, value) -> {
                    if (name.startsWith(PREFIX) && !value.isBlank() && !NOT_KEYS.contains(name)) {
                        keys.put(name, value);
                    }
                });
        Optional<Path> named =
                given.or(
                        () ->
                                Optional.ofNullable(environment.get("TAPLINE_CONFIG"))
                                        .filter(name -> !name.isBlank())
                                        .map(workingDirectory::resolve));
        Path usual = workingDirectory.resolve(DEFAULT_FILE);
        Optional<Path> file =
                named.or(() -> Files.exists(usual) ? Optional.of(usual) : Optional.empty());
        return new ConfigurationSource(file, keys, workingDirectory);
    }

    /// False when nothing is configured at all.
    public boolean exists() {
        return file.isPresent() || !variables.isEmpty();
    }
}
