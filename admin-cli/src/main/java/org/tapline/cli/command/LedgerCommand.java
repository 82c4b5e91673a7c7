package org.tapline.cli.command;

import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `tapline ledger`
@Command(
        name = "ledger",
        description = "What is known of every message number of a mailbox.",
        footer = {"%nExample:", "  tapline ledger show anna@acme.test"})
final class LedgerCommand {

    @Command(
            name = "show",
            description = "Count what was seen, captured, excluded, pending and failed.",
            footer = {"%nExample:", "  tapline ledger show anna@acme.test --json"})
    int show(
            @Mixin Session session,
            @Parameters(paramLabel = "MAILBOX", description = "Such as anna@acme.test.")
                    String mailbox) {
        JsonNode folders = session.api().list(RestPath.of("ledger", mailbox), Integer.MAX_VALUE);
        session.output()
                .list(
                        folders,
                        "No folder of " + mailbox + " was seen yet.",
                        new String[] {
                            "FOLDER",
                            "UIDVALIDITY",
                            "SEEN",
                            "CAPTURED",
                            "EXCLUDED",
                            "PENDING",
                            "FAILED"
                        },
                        folder ->
                                new String[] {
                                    folder.path("folder").asString(""),
                                    folder.path("uidvalidity").asString(""),
                                    folder.path("seen").asString(""),
                                    folder.path("captured").asString(""),
                                    folder.path("excluded").asString(""),
                                    folder.path("pending").asString(""),
                                    folder.path("failed").asString("")
                                });
        return ExitStatus.DONE.code();
    }
}
