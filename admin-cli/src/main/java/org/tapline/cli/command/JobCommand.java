package org.tapline.cli.command;

import java.util.Optional;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `tapline job`
@Command(
        name = "job",
        description = "Work in the background: earlier mail looked for, files imported.",
        footer = {"%nExamples:", "  tapline job list", "  tapline job show 12 --wait"})
final class JobCommand {
    private static final String[] HEADINGS = {"ID", "KIND", "SUBJECT", "STATE", "DONE", "FOUND"};

    @Command(
            name = "list",
            description = "List jobs, the newest first.",
            footer = {"%nExample:", "  tapline job list --limit 5"})
    int list(
            @Mixin Session session,
            @Mixin Limit limit,
            @Option(
                            names = "--subject",
                            paramLabel = "S",
                            description = "Only those about this, such as \"contact 12\".")
                    Optional<String> subject) {
        session.output()
                .list(
                        session.list(RestPath.of("jobs").with("subject", subject), limit),
                        "No jobs yet.",
                        HEADINGS,
                        job ->
                                new String[] {
                                    job.path("id").asString(""),
                                    job.path("kind").asString(""),
                                    job.path("subject").asString(""),
                                    job.path("state").asString(""),
                                    done(job),
                                    job.path("found").asString("")
                                });
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "show",
            description = "How far a job is.",
            footer = {"%nExample:", "  tapline job show 12 --wait"})
    int show(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = "Number of the job.") long id,
            @Option(names = "--wait", description = "Wait until it has ended.") boolean wait) {
        JsonNode job =
                wait
                        ? Jobs.await(session, id)
                        : session.api().get(RestPath.of("jobs", String.valueOf(id)));
        Output output = session.output();
        output.one(
                job,
                () -> {
                    output.field("job", job.path("id").asString(""));
                    output.field("kind", job.path("kind").asString(""));
                    output.field("subject", job.path("subject").asString(""));
                    output.field("state", job.path("state").asString(""));
                    output.field("done", done(job));
                    output.field("found", job.path("found").asString(""));
                    output.field("error", job.path("error").asString(""));
                    output.field("begun", output.time(job.path("created_at")));
                });
        return wait ? Jobs.code(job) : ExitStatus.DONE.code();
    }

    private static String done(JsonNode job) {
        return job.path("done").asLong(0) + " of " + job.path("total").asLong(0);
    }
}
