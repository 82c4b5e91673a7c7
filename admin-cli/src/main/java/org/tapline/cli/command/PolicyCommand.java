package org.tapline.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import org.tapline.cli.table.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `tapline policy`
@Command(
        name = "policy",
        description = "What is recorded, and who may see it.",
        footer = {
            "%nExamples:",
            "  tapline policy show",
            "  tapline policy set internal.exclude false",
            "  tapline policy unset internal.exclude"
        })
final class PolicyCommand {
    private static final String[] HEADINGS = {"KEY", "VALUE", "ORIGIN", "MEANING"};

    @Command(
            name = "show",
            description = "Every key, its value and where the value comes from.",
            footer = {
                "%nExamples:",
                "  tapline policy show --mailbox anna@acme.test --json",
                "  tapline policy show --user anna@acme.test"
            })
    int show(
            @Mixin Session session,
            @Option(names = "--user", paramLabel = "U", description = "What holds for this user.")
                    Optional<String> user,
            @Option(
                            names = "--mailbox",
                            paramLabel = "M",
                            description = "What holds for this mailbox.")
                    Optional<String> mailbox) {
        JsonNode policies =
                session.api()
                        .list(
                                RestPath.of("policies").with("user", user).with("mailbox", mailbox),
                                Integer.MAX_VALUE);
        session.output().list(policies, "No policy keys.", HEADINGS, PolicyCommand::row);
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "set",
            description = "Set a key for everybody, a user or a mailbox.",
            footer = {
                "%nExamples:",
                "  tapline policy set internal.exclude false",
                "  tapline policy set never-log.domains bank.test,clinic.test"
            })
    int set(
            @Mixin Session session,
            @Parameters(index = "0", paramLabel = "KEY", description = "See: tapline policy show")
                    String key,
            @Parameters(index = "1", paramLabel = "VALUE", description = "The new value.")
                    String value,
            @Mixin Level level) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("value", value);
        level.into(body);
        print(session, session.api().put(RestPath.of("policies", key), body));
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "unset",
            description = "Go back to what holds without this setting.",
            footer = {"%nExample:", "  tapline policy unset internal.exclude"})
    int unset(
            @Mixin Session session,
            @Parameters(paramLabel = "KEY", description = "See: tapline policy show") String key,
            @Mixin Level level) {
        print(session, session.api().delete(level.of(RestPath.of("policies", key))));
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "preview",
            description = "What a change would add, remove or hide, before it is made.",
            footer = {
                "%nExamples:",
                "  tapline policy preview never-log.domains bank.test",
                "  tapline policy preview visibility.inbound metadata --mailbox anna@acme.test",
                "  tapline policy preview visibility.inbound --mailbox anna@acme.test --all"
            })
    int preview(
            @Mixin Session session,
            @Parameters(index = "0", paramLabel = "KEY", description = "See: tapline policy show")
                    String key,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "VALUE",
                            description = "The value to try; none: what unset would do.")
                    Optional<String> value,
            @Mixin Level level,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "Name at most so many messages (${DEFAULT-VALUE}).")
                    int limit,
            @Option(
                            names = "--all",
                            description =
                                    "Look at every message, not only at the newest 10,000 recorded"
                                            + " and 10,000 excluded ones.")
                    boolean all) {
        String most = String.valueOf(Limit.checked(limit));
        RestPath path =
                RestPath.of("policies", key, "preview").with("value", value).flag("all", all);
        JsonNode preview = session.api().get(level.of(path).with("limit", most));
        Output output = session.output();
        output.one(preview, () -> preview(output, preview));
        return ExitStatus.DONE.code();
    }

    private static void preview(Output output, JsonNode preview) {
        output.line(preview.path("text").asString(""));
        Table messages = new Table("EFFECT", "WHEN", "MAILBOX", "NOW", "THEN", "MESSAGE-ID");
        preview.path("messages")
                .forEach(
                        message ->
                                messages.row(
                                        message.path("effect").asString(""),
                                        output.time(message.path("occurred_at")),
                                        message.path("mailbox").asString(""),
                                        message.path("before").asString(""),
                                        message.path("after").asString(""),
                                        message.path("message_id").asString("")));
        output.table(messages);
    }

    private static void print(Session session, JsonNode policy) {
        Output output = session.output();
        output.one(
                policy,
                () -> {
                    output.field("key", policy.path("key").asString(""));
                    output.field("value", value(policy));
                    output.field("origin", policy.path("origin").asString(""));
                    output.field("meaning", policy.path("text").asString(""));
                });
    }

    private static String[] row(JsonNode policy) {
        return new String[] {
            policy.path("key").asString(""),
            value(policy),
            policy.path("origin").asString(""),
            policy.path("text").asString("")
        };
    }

    private static String value(JsonNode policy) {
        JsonNode value = policy.path("value");
        return value.isArray() ? People.values(value) : value.asString("");
    }
}
