package org.tapline.cli.command;

import java.util.Map;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `tapline hold`
@Command(
        name = "hold",
        description = "Legal holds: what nothing and nobody may remove.",
        footer = {
            "%nExamples:",
            "  tapline hold set domain kunde.test --reason \"Case 7\"",
            "  tapline hold list",
            "  tapline hold lift domain kunde.test"
        })
final class HoldCommand {
    private static final String ON = "contact, address, domain, mailbox or message.";

    @Command(
            name = "list",
            description = "List holds, the oldest first.",
            footer = {"%nExample:", "  tapline hold list --json"})
    int list(@Mixin Session session) {
        Output output = session.output();
        output.list(
                session.api().list(RestPath.of("holds"), Integer.MAX_VALUE),
                "Nothing is held.",
                new String[] {"ON", "TARGET", "REASON", "SET BY", "SINCE"},
                hold ->
                        new String[] {
                            hold.path("on").asString(""),
                            hold.path("target").asString(""),
                            hold.path("reason").asString(""),
                            hold.path("set_by").asString(""),
                            output.time(hold.path("set_at"))
                        });
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "set",
            description = "Hold everything about a contact, address, domain, mailbox or message.",
            footer = {
                "%nExamples:",
                "  tapline hold set contact carol@kunde.test --reason \"Case 7\"",
                "  tapline hold set mailbox anna@acme.test --reason \"Audit 2026\""
            })
    int set(
            @Mixin Session session,
            @Parameters(index = "0", paramLabel = "ON", description = ON) String on,
            @Parameters(
                            index = "1",
                            paramLabel = "TARGET",
                            description = "Address, id, domain or Message-ID.")
                    String target,
            @Option(
                            names = "--reason",
                            paramLabel = "TEXT",
                            required = true,
                            description = "Why, for whoever asks later.")
                    String reason) {
        print(session, session.api().put(path(on, target), Map.of("reason", reason)));
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "lift",
            description = "Lift a hold.",
            footer = {"%nExample:", "  tapline hold lift contact carol@kunde.test"})
    int lift(
            @Mixin Session session,
            @Parameters(index = "0", paramLabel = "ON", description = ON) String on,
            @Parameters(
                            index = "1",
                            paramLabel = "TARGET",
                            description = "As it was given, or as it is listed.")
                    String target) {
        print(session, session.api().delete(path(on, target)));
        return ExitStatus.DONE.code();
    }

    private static RestPath path(String on, String target) {
        return RestPath.of("holds", on, target);
    }

    private static void print(Session session, JsonNode hold) {
        Output output = session.output();
        output.one(
                hold,
                () -> {
                    output.field("on", hold.path("on").asString(""));
                    output.field("target", hold.path("target").asString(""));
                    output.field("reason", hold.path("reason").asString(""));
                    output.field("set by", hold.path("set_by").asString(""));
                });
    }
}
