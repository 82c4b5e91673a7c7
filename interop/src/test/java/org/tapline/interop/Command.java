package org.tapline.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One command of the shell, run to its end.
final class Command {
    private Command() {}

    /// What a command left behind.
    static final class Result {
        private final int exit;
        private final byte[] stdout;
        private final String stderr;

        Result(int exit, byte[] stdout, String stderr) {
            this.exit = exit;
            this.stdout = stdout;
            this.stderr = stderr;
        }

        int exit() {
            return exit;
        }

        /// The octets of standard output; not a copy.
        byte[] stdout() {
            return stdout;
        }

        String stderr() {
            return stderr;
        }

        String text() {
            return new String(stdout, StandardCharsets.UTF_8);
        }

        Result expectSuccess(Object what) {
            if (exit != 0) {
                throw new AssertionError(
                        what + " ended with " + exit + "\n" + text() + "\n" + stderr);
            }
            return this;
        }
    }

    /// Runs a command; stops it when it takes longer than the limit.
    static Result run(int limitSeconds, Map<String, String> environment, List<String> words) {
        try {
            Path out = Files.createTempFile("command", ".out");
            Path err = Files.createTempFile("command", ".err");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(words)
                                .redirectInput(
                                        ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                                .redirectOutput(out.toFile())
                                .redirectError(err.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly().waitFor();
                    throw new AssertionError(
                            words
                                    + " took more than "
                                    + limitSeconds
                                    + " s\n"
                                    + Files.readString(err));
                }
                return new Result(
                        process.exitValue(), Files.readAllBytes(out), Files.readString(err));
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(words + " was interrupted", e);
        }
    }
}
