package org.tapline.cli.command;

import java.util.Map;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `tapline mailbox`
@Command(
        name = "mailbox",
        description = "The mailboxes that are observed.",
        footer = {
            "%nExamples:",
            "  tapline mailbox list",
            "  tapline mailbox show anna@acme.test --json",
            "  tapline mailbox disable anna@acme.test"
        })
final class MailboxCommand {
    private static final String[] HEADINGS = {
        "MAILBOX", "USER", "STATE", "LAST SEEN", "CREDENTIAL", "REASON"
    };

    @Command(
            name = "list",
            description = "List mailboxes and how they are doing.",
            footer = {"%nExample:", "  tapline mailbox list --json"})
    int list(@Mixin Session session) {
        Output output = session.output();
        JsonNode mailboxes = session.api().list(RestPath.of("mailboxes"), Integer.MAX_VALUE);
        output.list(
                mailboxes,
                "No mailbox was seen yet. Point a mail client at Tapline and sign in.",
                HEADINGS,
                mailbox ->
                        new String[] {
                            mailbox.path("mailbox").asString(""),
                            mailbox.path("user").asString(""),
                            mailbox.path("state").asString(""),
                            output.time(mailbox.path("last_observed_at")),
                            mailbox.path("credential").asString(""),
                            mailbox.path("reason").asString("")
                        });
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "show",
            description = "Show one mailbox.",
            footer = {"%nExample:", "  tapline mailbox show anna@acme.test"})
    int show(
            @Mixin Session session,
            @Parameters(paramLabel = "M", description = "The mailbox, such as anna@acme.test.")
                    String mailbox) {
        return shown(session.output(), session.api().get(RestPath.of("mailboxes", mailbox)));
    }

    @Command(
            name = "disable",
            description = {
                "Stop observing a mailbox. Mail flows on, running sessions too; nothing of it is taken.",
                "What its user sends to a BCC address of the CRM still is."
            },
            footer = {"%nExample:", "  tapline mailbox disable anna@acme.test"})
    int disable(
            @Mixin Session session,
            @Parameters(paramLabel = "M", description = "The mailbox.") String mailbox) {
        return observe(session, mailbox, "disable");
    }

    @Command(
            name = "enable",
            description = {
                "Observe a mailbox again.",
                "Sessions that began while it was disabled are observed from their next sign-in on."
            },
            footer = {"%nExample:", "  tapline mailbox enable anna@acme.test"})
    int enable(
            @Mixin Session session,
            @Parameters(paramLabel = "M", description = "The mailbox.") String mailbox) {
        return observe(session, mailbox, "enable");
    }

    private static int observe(Session session, String mailbox, String verb) {
        RestPath path = RestPath.of("mailboxes", mailbox, verb);
        return shown(session.output(), session.api().post(path, Map.of()));
    }

    private static int shown(Output output, JsonNode found) {
        output.one(
                found,
                () -> {
                    output.field("mailbox", found.path("mailbox").asString(""));
                    output.field("user", found.path("user").asString(""));
                    output.field("state", found.path("state").asString(""));
                    output.field("reason", found.path("reason").asString(""));
                    output.field("last seen", output.time(found.path("last_observed_at")));
                    output.field("credential", found.path("credential").asString(""));
                });
        return ExitStatus.DONE.code();
    }
}
