package org.tapline.bridge.mime;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.tapline.journal.Content;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The real mails with expected results that lie beside the project. Tests that need them are
/// skipped, with a message, where they are absent.
public final class SharedData {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;

    private SharedData(Path root) {
        this.root = root;
    }

    /// One mail and what is expected of it.
    public record Case(String file, Path path, JsonNode expect) {}

    /// @param set folder below `shared/data`
    public static SharedData set(String set) {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isRegularFile(at.resolve("shared/DESIGN.md"))) {
            at = at.getParent();
        }
        Path root = at == null ? null : at.resolve("shared/data").resolve(set);
        assumeTrue(
                root != null && Files.isDirectory(root),
                "no folder shared/data/" + set + " beside the project: not compared");
        return new SharedData(root);
    }

    public Path root() {
        return root;
    }

    /// Every file that is a mail, by its ending or its first line.
    public List<Path> mails() {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).filter(SharedData::isMail).sorted().toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean isMail(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith("LICENSE")
                && !name.matches(
                        ".*\\.(json|jsonl|xml|out|yml|ics|md|html|rtf|jpg|gif|vcs|vcf|list|tnef|bin)")
                && !name.endsWith("_decoded.txt");
    }

    /// The lines of `expected.jsonl`.
    public List<Case> expected() {
        try (Stream<String> lines = Files.lines(root.resolve("expected.jsonl"))) {
            return lines.map(JSON::readTree)
                    .map(
                            node ->
                                    new Case(
                                            node.get("file").asString(),
                                            root.resolve(node.get("file").asString()),
                                            node.get("expect")))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public static JsonNode json(Path file) {
        return JSON.readTree(octets(file));
    }

    public static ParsedMail read(Path file) {
        try {
            return new MailReader(ReadLimits.standard())
                    .read(Content.of(octets(file)), AttachmentSink.discard());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public static byte[] octets(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
