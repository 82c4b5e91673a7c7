package org.tapline.cli.command;

import java.util.Map;
import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `tapline retention`
@Command(
        name = "retention",
        description = "What is kept how long, and the removal of what is over its time.",
        footer = {
            "%nExamples:",
            "  tapline policy set retention.text 730",
            "  tapline retention preview",
            "  tapline retention run"
        })
final class RetentionCommand {

    @Command(
            name = "preview",
            description = "How much is over its time, and how much of it is held.",
            footer = {"%nExample:", "  tapline retention preview --json"})
    int preview(@Mixin Session session) {
        Output output = session.output();
        output.list(
                session.api().list(RestPath.of("retention"), Integer.MAX_VALUE),
                "Nothing has an end.",
                new String[] {"WHAT", "KEPT FOR", "OVER", "HELD", "POLICY"},
                due ->
                        new String[] {
                            due.path("category").asString(""),
                            due.path("days").isNull() ? "ever" : due.path("days").asInt() + " days",
                            due.path("due").asString(),
                            due.path("held").asString(),
                            due.path("policy").asString("")
                        });
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "run",
            description = "Remove what is over its time, now; it also happens once a day.",
            footer = {
                "%nExamples:",
                "  tapline retention run --dry-run",
                "  tapline retention run --json"
            })
    int run(
            @Mixin Session session,
            @Option(names = "--dry-run", description = "Only say what would be removed.")
                    boolean dryRun)
            throws InterruptedException {
        if (dryRun) {
            return preview(session);
        }
        long id = session.api().post(RestPath.of("retention", "run"), Map.of()).path("id").asLong();
        JsonNode done =
                Waiting.until(
                        session.output(),
                        () -> one(session, id),
                        run -> run.path("removed").toString());
        Output output = session.output();
        output.one(done, () -> print(output, done));
        return done.path("state").asString("").equals("done")
                ? ExitStatus.DONE.code()
                : ExitStatus.FAILED.code();
    }

    private static JsonNode one(Session session, long id) {
        for (JsonNode run : session.api().list(RestPath.of("retention", "runs"), 50)) {
            if (run.path("id").asLong() == id) {
                return run;
            }
        }
        throw new CommandFailure(
                ExitStatus.FAILED,
                "The run %d is not among the newest ones any more; see: tapline retention runs"
                        .formatted(id));
    }

    private static void print(Output output, JsonNode run) {
        output.field("state", run.path("state").asString(""));
        if (run.path("removed").isEmpty()) {
            output.line("Nothing was over its time.");
        }
        run.path("removed")
                .propertyStream()
                .forEach(each -> output.field(each.getKey(), each.getValue().asString()));
        output.field("problem", run.path("problem").asString(""));
    }

    @Command(
            name = "runs",
            description = "List runs and what they removed, the newest first.",
            footer = {"%nExample:", "  tapline retention runs --limit 10"})
    int runs(@Mixin Session session, @Mixin Limit limit) {
        Output output = session.output();
        output.list(
                session.list(RestPath.of("retention", "runs"), limit),
                "No run yet.",
                new String[] {"BEGUN", "BY", "STATE", "REMOVED"},
                run ->
                        new String[] {
                            output.time(run.path("begun_at")),
                            run.path("actor").asString(""),
                            run.path("state").asString(""),
                            counts(run.path("removed"))
                        });
        return ExitStatus.DONE.code();
    }

    static String counts(JsonNode counts) {
        return String.join(
                ", ",
                counts.propertyStream()
                        .map(each -> each.getKey() + " " + each.getValue().asString())
                        .toList());
    }
}
