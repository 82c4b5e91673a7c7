package org.tapline.cli.configuration;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What one pass over the configuration collects: problems, and which variables are known.
final class Reading {
    /// A slip of two letters is taken for a key; anything further off belongs to somebody else
    /// (Kubernetes sets `TAPLINE_PORT_...` when a service has our name).
    private static final int SLIP = 2;

    private final ConfigurationSource source;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> known = new TreeSet<>();

    Reading(ConfigurationSource source) {
        this.source = source;
    }

    List<Problem> problems() {
        return problems;
    }

    void report(Problem problem) {
        problems.add(problem);
    }

    /// The value of a key from the environment, as it stands.
    Optional<Value.Scalar> variable(KeyPath path) {
        for (String name : path.variables()) {
            known.add(name);
        }
        for (String name : path.variables()) {
            String value = source.variables().get(name);
            if (value != null) {
                return Optional.of(new Value.Scalar(value, origin(name)));
            }
        }
        return Optional.empty();
    }

    /// The value of a group or list from the environment, written as YAML or JSON.
    Optional<Value> structured(KeyPath path) {
        return variable(path)
                .flatMap(
                        text ->
                                new YamlReader(line -> text.origin(), this::report)
                                        .read(new StringReader(text.text())));
    }

    /// Whether some variable names a key below this one.
    boolean anyBelow(KeyPath path) {
        return path.child("x").variables().stream()
                .map(name -> name.substring(0, name.length() - 1))
                .anyMatch(
                        prefix ->
                                source.variables().keySet().stream()
                                        .anyMatch(given -> given.startsWith(prefix)));
    }

    /// Reports variables that look like keys and are none. Call it when everything was asked for.
    void reportUnknownVariables(Set<String> topLevelKeys) {
        for (Map.Entry<String, String> given : source.variables().entrySet()) {
            String name = given.getKey();
            if (known.contains(name)) {
                continue;
            }
            String nearest = NearestKey.of(name, known).orElse("");
            if (belongsToUs(name, topLevelKeys) || NearestKey.distance(name, nearest) <= SLIP) {
                report(
                        new Problem(
                                name,
                                "",
                                "no such key; the nearest is "
                                        + nearest
                                        + ". Rename or unset the variable"));
            }
        }
    }

    private static boolean belongsToUs(String name, Set<String> topLevelKeys) {
        return topLevelKeys.stream()
                .map(key -> KeyPath.ROOT.child(key).variables().getFirst())
                .anyMatch(prefix -> name.equals(prefix) || name.startsWith(prefix + "_"));
    }

    private Origin origin(String variable) {
        return Origin.variable(variable, source.workingDirectory());
    }
}
