package org.tapline.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.Reason;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `tapline lead`
@Command(
        name = "lead",
        description = "Portals and web forms whose mail is about somebody who asks.",
        footer = {
            "%nExamples:",
            "  tapline lead add homes --sender portal.test --address reply-to --address E-Mail",
            "  tapline lead test notification.eml",
            "  tapline lead list"
        })
final class LeadCommand {

    /// What an enquirer is sent.
    static final class Letter {
        @Option(
                names = "--confirm-from",
                paramLabel = "A",
                required = true,
                description = "Who confirms, such as \"Acme <sales@acme.test>\".")
        private String from = "";

        @Option(
                names = "--confirm-subject",
                paramLabel = "S",
                required = true,
                description = "Subject of the confirmation.")
        private String subject = "";

        @Option(
                names = "--confirm-text",
                paramLabel = "FILE",
                required = true,
                description = "File with its text; {name} stands for the enquirer's name.")
        private Path text = Path.of("");

        @Option(
                names = "--confirm-unproven",
                description =
                        "Confirm also where no DKIM signature proves the sender: your own form.")
        private boolean unproven;
    }

    @Command(
            name = "add",
            description = "Add a rule, or replace the one of that name.",
            footer = {
                "%nA PLACE is reply-to, or the label before the value, such as \"E-Mail\".",
                "%nExample:",
                "  tapline lead add homes --sender portal.test --address reply-to --person Name"
            })
    int add(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "By which the rule is spoken of.")
                    String name,
            @Option(
                            names = "--sender",
                            paramLabel = "S",
                            required = true,
                            description = "Address or domain in From of the notifications.")
                    String sender,
            @Option(
                            names = "--subject",
                            paramLabel = "P",
                            description = "Only these subjects; * stands for anything.")
                    Optional<String> subject,
            @Option(
                            names = "--address",
                            paramLabel = "PLACE",
                            required = true,
                            description = "Where the enquirer's address stands; may be repeated.")
                    List<String> address,
            @Option(
                            names = "--person",
                            paramLabel = "PLACE",
                            description = "Where the name stands; may be repeated.")
                    @Nullable List<String> person,
            @Option(
                            names = "--phone",
                            paramLabel = "PLACE",
                            description = "Where the telephone number stands; may be repeated.")
                    @Nullable List<String> phone,
            @Option(
                            names = "--message",
                            paramLabel = "PLACE",
                            description = "Where the enquiry stands; may be repeated.")
                    @Nullable List<String> message,
            @ArgGroup(exclusive = false) @Nullable Letter confirmation) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("sender", sender);
        subject.ifPresent(text -> body.put("subject", text));
        body.put("address", address);
        put(body, "person", person);
        put(body, "phone", phone);
        put(body, "message", message);
        if (confirmation != null) {
            body.put("confirmation", letter(confirmation));
        }
        show(session, session.api().put(RestPath.of("lead-rules", name), body));
        return ExitStatus.DONE.code();
    }

    /// picocli gives null for a list of which nothing was said.
    private static void put(Map<String, Object> body, String key, @Nullable List<String> places) {
        if (places != null) {
            body.put(key, places);
        }
    }

    private static Map<String, Object> letter(Letter letter) {
        return Map.of(
                "from", letter.from,
                "subject", letter.subject,
                "text", new String(octets(letter.text), StandardCharsets.UTF_8),
                "unproven", letter.unproven);
    }

    @Command(
            name = "list",
            description = "List the rules, in the order in which they are tried.",
            footer = {"%nExample:", "  tapline lead list --json"})
    int list(@Mixin Session session) {
        JsonNode rules = session.api().list(RestPath.of("lead-rules"), Integer.MAX_VALUE);
        session.output()
                .list(
                        rules,
                        "No lead rules yet. Add one: tapline lead add NAME --sender S --address"
                                + " reply-to",
                        new String[] {"NAME", "SENDER", "ADDRESS", "CONFIRMS"},
                        rule ->
                                new String[] {
                                    rule.path("name").asString(""),
                                    rule.path("sender").asString(""),
                                    People.values(rule.path("address")),
                                    rule.path("confirmation").path("from").asString("no")
                                });
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "remove",
            description = "Remove a rule. What it found stays.",
            footer = {"%nExample:", "  tapline lead remove homes"})
    int remove(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "Name of the rule.") String name) {
        show(session, session.api().delete(RestPath.of("lead-rules", name)));
        return ExitStatus.DONE.code();
    }

    private static void show(Session session, JsonNode rule) {
        Output output = session.output();
        output.one(
                rule,
                () -> {
                    output.field("name", rule.path("name").asString(""));
                    output.field("sender", rule.path("sender").asString(""));
                    output.field("address", People.values(rule.path("address")));
                    output.field("confirms", rule.path("confirmation").path("from").asString("no"));
                });
    }

    @Command(
            name = "test",
            description = "Show what the rules find in a notification; nothing is stored or sent.",
            footer = {"%nExample:", "  tapline lead test notification.eml"})
    int test(
            @Mixin Session session,
            @Parameters(paramLabel = "FILE", description = "A notification, as saved by a client.")
                    Path file) {
        String mail = Base64.getEncoder().encodeToString(octets(file));
        JsonNode tried =
                session.api().post(RestPath.of("lead-rules", "test"), Map.of("mail", mail));
        boolean found = tried.path("found").asBoolean();
        Output output = session.output();
        output.one(
                tried,
                () -> {
                    output.field("found", found ? "yes" : "no: no rule names its sender and place");
                    for (String field : List.of("rule", "address", "name", "phone", "message")) {
                        tried.path(field).asStringOpt().ifPresent(v -> output.field(field, v));
                    }
                });
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "confirmations",
            description = "Show what became of the confirmations, newest first.",
            footer = {"%nExample:", "  tapline lead confirmations --limit 10"})
    int confirmations(@Mixin Session session, @Mixin Limit limit) {
        RestPath path = RestPath.of("lead-rules", "confirmations");
        JsonNode rows = session.list(path, limit);
        session.output()
                .list(
                        rows,
                        "No confirmations.",
                        new String[] {"ENQUIRY", "RULE", "STATE", "REASON", "TRIES"},
                        row ->
                                new String[] {
                                    row.path("message_id").asString(""),
                                    row.path("rule").asString(""),
                                    row.path("state").asString(""),
                                    row.path("reason").asString(""),
                                    row.path("tries").asString("")
                                });
        return ExitStatus.DONE.code();
    }

    private static byte[] octets(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitStatus.USAGE, file + " cannot be read: " + Reason.of(failed));
        }
    }
}
