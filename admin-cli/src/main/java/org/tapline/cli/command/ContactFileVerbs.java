package org.tapline.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
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
import tools.jackson.databind.node.ObjectNode;

/// `tapline contact import` and `export`.
@Command
abstract class ContactFileVerbs {
    /// Refused lines that are printed; the report itself holds all.
    private static final int MOST_REFUSED = 10_000;

    @Command(
            name = "import",
            description = {
                "Take contacts in from a CSV or vCard file. Contacts are found by their addresses;",
                "lines that cannot be taken are printed with their number and the reason."
            },
            footer = {
                "%nExamples:",
                "  tapline contact import contacts.csv --dry-run",
                "  tapline contact import contacts.csv --charset windows-1252",
                "  tapline contact import contacts.vcf"
            })
    int take(
            @Mixin Session session,
            @Parameters(paramLabel = "FILE", description = "Ends in .csv, or in .vcf.") Path file,
            @Option(
                            names = "--format",
                            paramLabel = "F",
                            description = "csv or vcard, when the file's name does not tell.")
                    Optional<String> format,
            @Option(
                            names = "--charset",
                            paramLabel = "C",
                            defaultValue = "utf-8",
                            description =
                                    "Character set (${DEFAULT-VALUE}); a byte order mark wins.")
                    String charset,
            @Option(names = "--dry-run", description = "Only say what would come of it.")
                    boolean dryRun) {
        RestPath path =
                RestPath.of("contact-imports")
                        .with("format", format.orElseGet(() -> byName(file)))
                        .with("charset", charset)
                        .with("dry_run", String.valueOf(dryRun));
        String id = session.api().upload(path, file).path("id").asString("");
        RestPath one = RestPath.of("contact-imports", id);
        Output output = session.output();
        JsonNode ended = Jobs.await(output, () -> session.api().get(one));
        JsonNode refused =
                session.api().list(RestPath.of("contact-imports", id, "refused"), MOST_REFUSED);
        if (ended instanceof ObjectNode report) {
            report.set("refused_lines", refused);
        }
        output.one(ended, () -> show(output, ended, refused));
        return Jobs.code(ended);
    }

    private static String byName(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".vcf") || name.endsWith(".vcard") ? "vcard" : "csv";
    }

    private static void show(Output output, JsonNode ended, JsonNode refused) {
        boolean dry = ended.path("dry_run").asBoolean(false);
        output.field("import", ended.path("id").asString("") + (dry ? " (dry run)" : ""));
        output.field("state", ended.path("state").asString(""));
        output.field("error", ended.path("error").asString(""));
        for (String count : new String[] {"created", "merged", "unchanged", "refused"}) {
            output.field(count, ended.path(count).asString(""));
        }
        long job = ended.path("rematch_job").asLong(0);
        if (job != 0) {
            output.field("earlier mail", Jobs.hint(job));
        }
        Table lines = new Table("LINE", "REFUSED BECAUSE");
        refused.forEach(
                each ->
                        lines.row(
                                each.path("line").asString(""), each.path("reason").asString("")));
        output.table(lines);
    }

    @Command(
            name = "export",
            description = "Write all contacts as CSV or vCard.",
            footer = {
                "%nExamples:",
                "  tapline contact export --out contacts.csv",
                "  tapline contact export --format vcard > contacts.vcf"
            })
    int give(
            @Mixin Session session,
            @Option(
                            names = "--format",
                            paramLabel = "F",
                            description = "csv, vcard (version 4) or vcard3; csv when not said.")
                    Optional<String> format,
            @Option(names = "--out", paramLabel = "FILE", description = "Not to standard output.")
                    Optional<Path> out) {
        RestPath path =
                RestPath.of("contact-export")
                        .with(
                                "format",
                                format.orElseGet(
                                        () -> out.map(ContactFileVerbs::byName).orElse("csv")));
        if (out.isEmpty()) {
            session.api().download(path, session.out());
            return ExitStatus.DONE.code();
        }
        try (OutputStream file = Files.newOutputStream(out.get())) {
            session.api().download(path, file);
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    "The file %s cannot be written: %s".formatted(out.get(), Reason.of(failed)),
                    failed);
        }
        return ExitStatus.DONE.code();
    }
}
