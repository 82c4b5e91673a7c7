package org.tapline.cli.command;

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
            "  tapline mailbox show anna@acme.test --json"
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
        JsonNode found = session.api().get(RestPath.of("mailboxes", mailbox));
        Output output = session.output();
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
