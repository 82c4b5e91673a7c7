package org.tapline.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.Reason;
import org.tapline.cli.launch.DataFolder;

/// The demo's own folder. It is emptied at each start, and only when it is the demo's.
final class DemoFolder {
    private static final String MARK = ".tapline-demo";

    /// A database server that was left over from a crash still works in the folder.
    private static final String SERVER_RUNS = "postmaster.pid";

    private DemoFolder() {}

    static void prepare(Path folder) {
        try {
            if (Files.exists(folder) && !Files.exists(folder.resolve(MARK)) && !isEmpty(folder)) {
                throw new CommandFailure(
                        ExitStatus.REFUSED,
                        folder
                                + " is not empty and not the demo's; name another folder with"
                                + " --data");
            }
            Files.createDirectories(folder);
            Path mark = folder.resolve(MARK);
            if (!Files.exists(mark)) {
                Files.createFile(mark);
            }
            DataFolder.take(data(folder)).close();
            if (!holds(data(folder), SERVER_RUNS)) {
                clear(data(folder));
            }
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitStatus.FAILED, folder + " cannot be used: " + Reason.of(failed), failed);
        }
    }

    static Path data(Path folder) {
        return folder.resolve("data");
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static boolean holds(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.endsWith(name));
        }
    }

    private static void clear(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }
}
