package org.tapline.cli.command;

import java.util.Map;
import org.tapline.cli.rest.RestPath;
import org.tapline.cli.table.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `tapline contact mine`
@Command
abstract class ContactMineVerbs extends ContactFileVerbs {
    /// People that are printed; over HTTP there are all.
    private static final int MOST_FOUND = 10_000;

    @Command(
            name = "mine",
            description = {
                "Make contacts of everybody a user ever wrote to, as far as that mail is recorded.",
                "Role, personal and throw-away addresses, deleted contacts and own people are left out,",
                "whatever contacts.create says."
            },
            footer = {
                "%nExamples:",
                "  tapline contact mine --user anna@acme.test --dry-run",
                "  tapline contact mine --user anna@acme.test"
            })
    int mine(
            @Mixin Session session,
            @Option(
                            names = "--user",
                            paramLabel = "U",
                            required = true,
                            description = "Whose sent mail: address or id.")
                    String user,
            @Option(names = "--dry-run", description = "Only say whom it would make a contact.")
                    boolean dryRun) {
        Map<String, Object> body = Map.of("user", user, "dry_run", dryRun);
        String id =
                session.api().post(RestPath.of("contact-minings"), body).path("id").asString("");
        RestPath one = RestPath.of("contact-minings", id);
        Output output = session.output();
        JsonNode ended = Jobs.await(output, () -> session.api().get(one));
        JsonNode found =
                session.api().list(RestPath.of("contact-minings", id, "found"), MOST_FOUND);
        if (ended instanceof ObjectNode report) {
            report.set("found", found);
        }
        output.one(ended, () -> show(output, ended, found));
        return Jobs.code(ended);
    }

    private static void show(Output output, JsonNode ended, JsonNode found) {
        boolean dry = ended.path("dry_run").asBoolean(false);
        output.field("search", ended.path("id").asString("") + (dry ? " (dry run)" : ""));
        output.field("state", ended.path("state").asString(""));
        output.field("error", ended.path("error").asString(""));
        output.field("messages", ended.path("messages").asString(""));
        output.field("created", ended.path("created").asString(""));
        output.field("known", ended.path("known").asString(""));
        output.field("left out", ended.path("left_out").asString(""));
        Table people = new Table("ADDRESS", "NAME", "OUTCOME", "WHY");
        found.forEach(
                each ->
                        people.row(
                                each.path("address").asString(""),
                                each.path("name").asString(""),
                                each.path("outcome").asString(""),
                                each.path("reason").asString("")));
        output.table(people);
    }
}
