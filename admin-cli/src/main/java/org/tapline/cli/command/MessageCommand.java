package org.tapline.cli.command;

import java.util.Optional;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import org.tapline.cli.table.Cells;
import org.tapline.cli.table.Table;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `tapline message`
@Command(
        name = "message",
        description = "Single messages, and why they are on the timeline or not.",
        footer = {
            "%nExamples:",
            "  tapline message list --limit 10",
            "  tapline message show ID --raw > message.eml",
            "  tapline message explain 20261121.1@acme.test"
        })
final class MessageCommand extends MessageLinkVerbs {
    private static final String[] EXCLUDED = {
        "WHEN", "REASON", "MAILBOX", "ADDRESSES", "MESSAGE-ID"
    };

    @Command(
            name = "list",
            description = "List messages, newest first.",
            footer = {
                "%nExamples:",
                "  tapline message list --mailbox anna@acme.test",
                "  tapline message list --excluded --json"
            })
    int list(
            @Mixin Session session,
            @Option(
                            names = "--mailbox",
                            paramLabel = "M",
                            description = "Only what was seen in this mailbox.")
                    Optional<String> mailbox,
            @Option(names = "--excluded", description = "Only what a rule kept out.")
                    boolean excluded,
            @Mixin As as,
            @Mixin Limit limit) {
        Output output = session.output();
        RestPath path = as.of(RestPath.of("messages").with("mailbox", mailbox));
        JsonNode messages = session.list(path.flag("excluded", excluded), limit);
        if (excluded) {
            output.list(messages, "Nothing was excluded.", EXCLUDED, row -> excluded(output, row));
        } else {
            output.list(
                    messages,
                    "No messages yet.",
                    MessageRows.HEADINGS,
                    message -> MessageRows.row(output, message));
        }
        return ExitStatus.DONE.code();
    }

    private static String[] excluded(Output output, JsonNode message) {
        return new String[] {
            output.time(message.path("occurred_at")),
            message.path("reason").asString(""),
            People.values(message.path("mailboxes")),
            People.values(message.path("addresses")),
            message.path("message_id").asString("")
        };
    }

    @Command(
            name = "show",
            description = "Show one message.",
            footer = {
                "%nExamples:",
                "  tapline message show ID",
                "  tapline message show ID --raw > message.eml",
                "  tapline message show ID --as ben@acme.test"
            })
    int show(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = "Id or Message-ID of the message.")
                    String id,
            @Mixin As as,
            @Option(names = "--raw", description = "The octets as they were seen, nothing else.")
                    boolean raw) {
        if (raw) {
            byte[] octets = session.api().octets(as.of(RestPath.of("messages", id, "raw")));
            session.out().write(octets, 0, octets.length);
            session.out().flush();
            return ExitStatus.DONE.code();
        }
        JsonNode message = session.api().get(as.of(RestPath.of("messages", id)));
        Output output = session.output();
        output.one(message, () -> show(output, message));
        return ExitStatus.DONE.code();
    }

    private static void show(Output output, JsonNode message) {
        output.field("id", message.path("id").asString(""));
        output.field("message-id", message.path("message_id").asString(""));
        output.field("direction", message.path("direction").asString(""));
        output.field("when", output.time(message.path("occurred_at")));
        output.field("from", People.full(message.path("from")));
        output.field("to", People.full(message.path("to")));
        output.field("cc", People.full(message.path("cc")));
        output.field("bcc", People.full(message.path("bcc")));
        output.field("subject", message.path("subject").asString(""));
        output.field("visible", message.path("visibility").asString(""));
        output.field("seen by", People.values(message.path("ways_in")));
        output.field("mailboxes", People.values(message.path("mailboxes")));
        if (message.path("uncertain").asBoolean()) {
            output.field("sent", "uncertain: the connection was lost before the server's answer");
        }
        for (JsonNode wrapping : message.path("unpacked")) {
            output.field("inside", wrapping.path("text").asString(""));
            String comment = wrapping.path("comment").asString("");
            if (!comment.isEmpty()) {
                output.field("comment", comment);
            }
        }
        output.field(
                "attachments",
                People.joined(
                        message.path("attachments"),
                        file ->
                                "%s (%s, %s octets)"
                                        .formatted(
                                                file.path("name").asString(""),
                                                file.path("type").asString(""),
                                                file.path("size").asString(""))));
        String text = message.path("text").asString("");
        if (!text.isBlank()) {
            output.line("");
            output.line(Cells.harmlessLines(text.stripTrailing()));
        }
    }

    @Command(
            name = "mark",
            description =
                    "Keep a message, or all of its thread, from colleagues; or share it again.",
            footer = {
                "%nExamples:",
                "  tapline message mark ID --private",
                "  tapline message mark ID --private --thread --as anna@acme.test",
                "  tapline message mark ID --shared"
            })
    int mark(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = "Id or Message-ID of the message.")
                    String id,
            @ArgGroup(multiplicity = "1") MarkChoice choice,
            @Option(names = "--thread", description = "The whole conversation it belongs to.")
                    boolean thread,
            @Option(names = "--as", paramLabel = "USER", description = As.MARK)
                    Optional<String> as) {
        return choice.mark(session, thread ? "thread" : "message", id, as);
    }

    @Command(
            name = "explain",
            description = "Why a message was recorded, restricted or excluded.",
            footer = {"%nExample:", "  tapline message explain 20261121.1@acme.test"})
    int explain(
            @Mixin Session session,
            @Parameters(paramLabel = "MESSAGE-ID", description = "Message-ID or id.") String id,
            @Mixin As as) {
        JsonNode answer = session.api().get(as.of(RestPath.of("messages", id, "explain")));
        Output output = session.output();
        output.one(answer, () -> explain(output, answer));
        return ExitStatus.DONE.code();
    }

    private static void explain(Output output, JsonNode answer) {
        output.field("message-id", answer.path("message_id").asString(""));
        output.field("decision", answer.path("decision").asString(""));
        output.field("reason", answer.path("reason").asString(""));
        Table rules = new Table("RULE", "OUTCOME", "WHY");
        answer.path("rules")
                .forEach(
                        rule ->
                                rules.row(
                                        rule.path("rule").asString(""),
                                        rule.path("outcome").asString(""),
                                        rule.path("text").asString("")));
        output.table(rules);
        Table participants = new Table("PARTICIPANT", "ROLE", "WHY");
        answer.path("participants")
                .forEach(
                        person ->
                                participants.row(
                                        person.path("address").asString(""),
                                        person.path("role").asString(""),
                                        person.path("text").asString("")));
        output.table(participants);
    }
}
