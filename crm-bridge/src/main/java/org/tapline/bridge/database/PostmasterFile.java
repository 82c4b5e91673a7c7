package org.tapline.bridge.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a running server writes into `postmaster.pid` of its cluster.
///
/// @param pid process id
/// @param port TCP port
/// @param ready whether it has finished starting
record PostmasterFile(long pid, int port, boolean ready) {

    private static final String NAME = "postmaster.pid";

    /// Reads it; empty when there is none, or when it is not complete yet.
    static Optional<PostmasterFile> read(Path cluster) {
        try {
            return parse(Files.readAllLines(cluster.resolve(NAME), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new DatabaseException("cannot read " + cluster.resolve(NAME), e);
        }
    }

    /// Lines: pid, data folder, start time, port, socket folder, address, shared memory, status.
    static Optional<PostmasterFile> parse(List<String> lines) {
        if (lines.size() < 4) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new PostmasterFile(
                            Long.parseLong(lines.get(0).strip()),
                            Integer.parseInt(lines.get(3).strip()),
                            lines.size() >= 8 && lines.get(7).strip().equals("ready")));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// Whether the process is a server of this cluster, and not another program that was given the
    /// same number since (usual in containers).
    boolean isServerOf(Path cluster) {
        try {
            String commandLine =
                    new String(
                            Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline")),
                            StandardCharsets.UTF_8);
            return commandLine.contains("postgres") && commandLine.contains(cluster.toString());
        } catch (IOException e) {
            return false;
        }
    }

    /// Removes what a server left behind that does not run any more.
    static void removeStale(Path cluster) {
        try {
            Files.deleteIfExists(cluster.resolve(NAME));
        } catch (IOException e) {
            throw new DatabaseException("cannot remove " + cluster.resolve(NAME), e);
        }
    }
}
