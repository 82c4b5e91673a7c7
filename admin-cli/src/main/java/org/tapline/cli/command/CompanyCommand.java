package org.tapline.cli.command;

import java.util.Map;
import java.util.Optional;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `tapline company`
@Command(
        name = "company",
        description = "Companies that contacts belong to.",
        footer = {
            "%nExamples:",
            "  tapline company list",
            "  tapline company rename example.test \"Example Ltd\"",
            "  tapline timeline example.test"
        })
final class CompanyCommand {
    private static final String[] HEADINGS = {"ID", "NAME", "DOMAINS", "CONTACTS", "SINCE"};
    private static final String WHICH = "A domain, name or id.";

    @Command(
            name = "list",
            description = "List companies, the newest first.",
            footer = {"%nExample:", "  tapline company list --words example"})
    int list(
            @Mixin Session session,
            @Mixin Limit limit,
            @Option(
                            names = "--words",
                            paramLabel = "W",
                            description = "Only those with this in the name or a domain.")
                    Optional<String> words) {
        Output output = session.output();
        output.list(
                session.list(RestPath.of("companies").with("words", words), limit),
                "No companies yet.",
                HEADINGS,
                company ->
                        new String[] {
                            company.path("id").asString(""),
                            company.path("name").asString(""),
                            People.values(company.path("domains")),
                            company.path("contacts").asString(""),
                            output.time(company.path("created_at"))
                        });
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "show",
            description = "Show one company.",
            footer = {"%nExample:", "  tapline company show example.test"})
    int show(
            @Mixin Session session,
            @Parameters(paramLabel = "COMPANY", description = WHICH) String company) {
        return print(session, session.api().get(RestPath.of("companies", company)));
    }

    @Command(
            name = "rename",
            description = "Give a company a name that no mail changes.",
            footer = {"%nExample:", "  tapline company rename example.test \"Example Ltd\""})
    int rename(
            @Mixin Session session,
            @Parameters(paramLabel = "COMPANY", description = WHICH) String company,
            @Parameters(paramLabel = "NAME", description = "The name.") String name) {
        return print(
                session,
                session.api().put(RestPath.of("companies", company, "name"), Map.of("name", name)));
    }

    @Command(
            name = "merge",
            description = "Make one company of two: B goes into A, with its domains and contacts.",
            footer = {"%nExample:", "  tapline company merge example.test example.org"})
    int merge(
            @Mixin Session session,
            @Parameters(paramLabel = "A", description = WHICH) String into,
            @Parameters(paramLabel = "B", description = WHICH) String from) {
        return print(
                session,
                session.api()
                        .post(RestPath.of("companies", into, "merge"), Map.of("company", from)));
    }

    private static int print(Session session, JsonNode company) {
        Output output = session.output();
        output.one(
                company,
                () -> {
                    output.field("id", company.path("id").asString(""));
                    output.field("name", company.path("name").asString(""));
                    output.field("domains", People.values(company.path("domains")));
                    output.field("contacts", company.path("contacts").asString(""));
                    output.field("created", output.time(company.path("created_at")));
                });
        return ExitStatus.DONE.code();
    }
}
