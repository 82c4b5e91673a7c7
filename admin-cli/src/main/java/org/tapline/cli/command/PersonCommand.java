package org.tapline.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.Reason;
import org.tapline.cli.rest.RestPath;
import org.tapline.cli.table.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `tapline person`
@Command(
        name = "person",
        description = "What is kept of one person: hand it out, or erase it (GDPR).",
        footer = {
            "%nExamples:",
            "  tapline person export carol@kunde.test --out carol.zip",
            "  tapline person erase carol@kunde.test --dry-run"
        })
final class PersonCommand {
    private static final String WHO = "An address or id of a contact, or any address.";

    @Command(
            name = "export",
            description = "Write everything that is kept of a person into a folder or a zip file.",
            footer = {
                "%nExamples:",
                "  tapline person export carol@kunde.test --out carol.zip",
                "  tapline person export carol@kunde.test --out carol/"
            })
    int export(
            @Mixin Session session,
            @Parameters(paramLabel = "E|ID", description = WHO) String person,
            @Option(
                            names = "--out",
                            paramLabel = "FILE.zip|DIR",
                            required = true,
                            description = "Where to; nothing that is there is overwritten.")
                    Path out,
            @Option(names = "--as", paramLabel = "USER", description = "As far as this user sees.")
                    Optional<String> as) {
        RestPath path = RestPath.of("persons", person, "export").with("as", as);
        boolean zip = out.toString().endsWith(".zip");
        long files;
        try {
            refuse(out, zip);
            files = session.api().stream(path, in -> zip ? copy(in, out) : unpack(in, out));
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    "%s cannot be written: %s".formatted(out, Reason.withPath(failed)),
                    failed);
        }
        ObjectNode written = JsonNodeFactory.instance.objectNode();
        written.put("out", out.toString());
        written.put(zip ? "octets" : "files", files);
        Output output = session.output();
        output.one(written, () -> output.line("Written to " + out + "."));
        return ExitStatus.DONE.code();
    }

    private static void refuse(Path out, boolean zip) throws IOException {
        boolean taken =
                zip
                        ? Files.exists(out)
                        : Files.exists(out)
                                && (!Files.isDirectory(out) || out.toFile().list().length > 0);
        if (taken) {
            throw new CommandFailure(
                    ExitStatus.REFUSED, out + " is there already; name another one");
        }
    }

    private static long copy(InputStream in, Path out) throws IOException {
        return Files.copy(in, out);
    }

    private static long unpack(InputStream in, Path out) throws IOException {
        long files = 0;
        try (ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
                Path file = out.resolve(each.getName()).normalize();
                if (!file.startsWith(out.normalize())) {
                    throw new IOException(
                            "the export names a file outside of it: " + each.getName());
                }
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.copy(zip, file);
                files++;
            }
        }
        return files;
    }

    @Command(
            name = "erase",
            description =
                    "Remove everything that is kept of a person, for good. What is under legal hold"
                            + " stays.",
            footer = {
                "%nExamples:",
                "  tapline person erase carol@kunde.test --dry-run",
                "  tapline person erase carol@kunde.test --reason \"Request 2026-117\""
            })
    int erase(
            @Mixin Session session,
            @Parameters(paramLabel = "E|ID", description = WHO) String person,
            @Option(names = "--dry-run", description = "Only say what would be removed.")
                    boolean dryRun,
            @Option(
                            names = "--reason",
                            paramLabel = "TEXT",
                            description = "For the record; do not name the person.")
                    Optional<String> reason)
            throws InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("dry_run", dryRun);
        reason.ifPresent(text -> body.put("reason", text));
        JsonNode begun = session.api().post(RestPath.of("persons", person, "erase"), body);
        Output output = session.output();
        if (dryRun) {
            output.one(begun, () -> print(output, begun));
            return ExitStatus.DONE.code();
        }
        String id = begun.path("id").asString();
        JsonNode done =
                Waiting.until(
                        output,
                        () -> session.api().get(RestPath.of("erasures", id)),
                        state -> state.path("step").asString(""));
        output.one(done, () -> print(output, done));
        return done.path("state").asString("").equals("done")
                ? ExitStatus.DONE.code()
                : ExitStatus.FAILED.code();
    }

    private static void print(Output output, JsonNode report) {
        output.field("state", report.path("state").asString(""));
        output.field("problem", report.path("problem").asString(""));
        Table removed = new Table("REMOVED", "COUNT");
        report.path("removed")
                .propertyStream()
                .forEach(each -> removed.row(each.getKey(), each.getValue().asString()));
        output.table(removed);
        Table kept = new Table("KEPT", "COUNT", "WHY");
        report.path("kept")
                .forEach(
                        each ->
                                kept.row(
                                        each.path("what").asString(""),
                                        each.path("count").asString(),
                                        each.path("reason").asString("")));
        output.table(kept);
    }

    @Command(
            name = "erasures",
            description = "List erasures, the newest first; nobody is named.",
            footer = {"%nExample:", "  tapline person erasures --json"})
    int erasures(@Mixin Session session, @Mixin Limit limit) {
        Output output = session.output();
        output.list(
                session.list(RestPath.of("erasures"), limit),
                "Nobody was erased.",
                new String[] {"ID", "BEGUN", "SUBJECT", "STATE", "BY", "REMOVED"},
                each ->
                        new String[] {
                            each.path("id").asString(),
                            output.time(each.path("begun_at")),
                            each.path("subject").asString(""),
                            each.path("state").asString(""),
                            each.path("actor").asString(""),
                            RetentionCommand.counts(each.path("removed"))
                        });
        return ExitStatus.DONE.code();
    }
}
