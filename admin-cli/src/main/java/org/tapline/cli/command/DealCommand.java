package org.tapline.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `tapline deal`
@Command(
        name = "deal",
        description = "Deals, and whose mail they show.",
        footer = {
            "%nExamples:",
            "  tapline deal create \"New roof\" --contact carol@example.test",
            "  tapline timeline deal-12",
            "  tapline message link 17 --deal 12 --thread"
        })
final class DealCommand {
    private static final String[] HEADINGS = {"ID", "NAME", "STATE", "CONTACTS", "SINCE"};
    private static final String WHICH = "12 or deal-12.";

    @Command(
            name = "create",
            description = "Create an open deal.",
            footer = {
                "%nExample:",
                "  tapline deal create \"New roof\" --contact carol@example.test"
                        + " --since 2026-11-01"
            })
    int create(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "What it is about.") String name,
            @Option(
                            names = "--contact",
                            paramLabel = "E|ID",
                            description = "Somebody whose mail it shows while it is open.")
                    List<String> contacts,
            @Option(
                            names = "--since",
                            paramLabel = "D",
                            description = "Not the mail from before this day.")
                    Optional<String> since) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("contacts", contacts == null ? List.of() : contacts);
        since.ifPresent(day -> body.put("since", day));
        return print(session, session.api().post(RestPath.of("deals"), body));
    }

    @Command(
            name = "list",
            description = "List deals, the newest first.",
            footer = {"%nExample:", "  tapline deal list --state open"})
    int list(
            @Mixin Session session,
            @Mixin Limit limit,
            @Option(names = "--contact", paramLabel = "E|ID", description = "Only a contact's.")
                    Optional<String> contact,
            @Option(names = "--state", paramLabel = "S", description = "open or closed.")
                    Optional<String> state) {
        Output output = session.output();
        output.list(
                session.list(
                        RestPath.of("deals").with("contact", contact).with("state", state), limit),
                "No deals yet. Create one with: tapline deal create NAME --contact E",
                HEADINGS,
                deal ->
                        new String[] {
                            deal.path("id").asString(""),
                            deal.path("name").asString(""),
                            deal.path("state").asString(""),
                            contacts(deal),
                            output.time(deal.path("created_at"))
                        });
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "show",
            description = "Show one deal.",
            footer = {"%nExample:", "  tapline deal show 12"})
    int show(
            @Mixin Session session,
            @Parameters(paramLabel = "DEAL", description = WHICH) String deal) {
        return print(session, session.api().get(RestPath.of("deals", deal)));
    }

    @Command(
            name = "close",
            description = "Close a deal: later mail of its contacts does not come to it.",
            footer = {"%nExample:", "  tapline deal close 12"})
    int close(
            @Mixin Session session,
            @Parameters(paramLabel = "DEAL", description = WHICH) String deal) {
        return print(session, session.api().post(RestPath.of("deals", deal, "close"), Map.of()));
    }

    @Command(
            name = "reopen",
            description = "Open a closed deal again, from now on.",
            footer = {"%nExample:", "  tapline deal reopen 12"})
    int reopen(
            @Mixin Session session,
            @Parameters(paramLabel = "DEAL", description = WHICH) String deal) {
        return print(session, session.api().post(RestPath.of("deals", deal, "reopen"), Map.of()));
    }

    @Command(
            name = "rename",
            description = "Give a deal another name.",
            footer = {"%nExample:", "  tapline deal rename 12 \"New roof and gutter\""})
    int rename(
            @Mixin Session session,
            @Parameters(paramLabel = "DEAL", description = WHICH) String deal,
            @Parameters(paramLabel = "NAME", description = "The name.") String name) {
        return print(
                session,
                session.api().put(RestPath.of("deals", deal, "name"), Map.of("name", name)));
    }

    @Command(
            name = "add-contact",
            description = "Have a deal show the mail of a contact, too.",
            footer = {"%nExample:", "  tapline deal add-contact 12 dave@example.test"})
    int addContact(
            @Mixin Session session,
            @Parameters(paramLabel = "DEAL", description = WHICH) String deal,
            @Parameters(paramLabel = "E|ID", description = ContactCommand.WHICH) String contact) {
        return print(
                session,
                session.api().put(RestPath.of("deals", deal, "contacts", contact), Map.of()));
    }

    @Command(
            name = "remove-contact",
            description = "Take a contact off a deal.",
            footer = {"%nExample:", "  tapline deal remove-contact 12 dave@example.test"})
    int removeContact(
            @Mixin Session session,
            @Parameters(paramLabel = "DEAL", description = WHICH) String deal,
            @Parameters(paramLabel = "E|ID", description = ContactCommand.WHICH) String contact) {
        return print(
                session, session.api().delete(RestPath.of("deals", deal, "contacts", contact)));
    }

    private static int print(Session session, JsonNode deal) {
        Output output = session.output();
        output.one(
                deal,
                () -> {
                    output.field("id", deal.path("id").asString(""));
                    output.field("name", deal.path("name").asString(""));
                    output.field("state", deal.path("state").asString(""));
                    output.field("contacts", contacts(deal));
                    output.moment("since", deal.path("since"));
                    output.field("created", output.time(deal.path("created_at")));
                    output.moment("closed", deal.path("closed_at"));
                });
        return ExitStatus.DONE.code();
    }

    private static String contacts(JsonNode deal) {
        return People.joined(deal.path("contacts"), each -> each.path("name").asString(""));
    }
}
