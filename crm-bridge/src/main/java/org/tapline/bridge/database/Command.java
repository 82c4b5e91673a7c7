package org.tapline.bridge.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One run of a program of PostgreSQL, to its end.
///
/// The output goes through a file, because a server started by `pg_ctl` inherits it and would keep
/// a pipe open for good.
record Command(List<String> words, Path output, Duration limit) {

    /// @param exitCode what the program ended with
    /// @param output what it printed
    record Result(int exitCode, String output) {
        boolean done() {
            return exitCode == 0;
        }

        /// The last line that was printed, which in PostgreSQL's programs names the cause.
        String cause() {
            List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
            return lines.isEmpty() ? "exit code " + exitCode : lines.getLast().strip();
        }
    }

    Result run() {
        try {
            Process process =
                    new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectOutput(output.toFile())
                            .start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new DatabaseException(
                        name() + " did not end within " + limit.toSeconds() + " s");
            }
            return new Result(
                    process.exitValue(),
                    new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new DatabaseException("cannot run " + name() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("interrupted while running " + name(), e);
        }
    }

    private String name() {
        return words.stream()
                .filter(word -> word.contains("/bin/"))
                .findFirst()
                .orElse(words.getFirst());
    }
}
