package org.tapline.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// The verbs of `tapline contact` that change contacts which are there. A base of the subject,
/// since picocli calls every verb on the object of its subject.
@Command
abstract class ContactChangeVerbs extends ContactMineVerbs {
    @Command(
            name = "edit",
            description = "Give a contact another name or company; mail does not change it back.",
            footer = {
                "%nExamples:",
                "  tapline contact edit carol@example.test --name \"Carol Jones\"",
                "  tapline contact edit carol@example.test --company example.org"
            })
    int edit(
            @Mixin Session session,
            @Parameters(paramLabel = "E|ID", description = ContactCommand.WHICH) String contact,
            @Option(names = "--name", paramLabel = "N", description = "Name of the person.")
                    Optional<String> name,
            @Option(
                            names = "--company",
                            paramLabel = "C",
                            description = "Name or domain of the company.")
                    Optional<String> company,
            @Option(names = "--no-company", description = "Take it out of its company.")
                    boolean noCompany) {
        if (name.isEmpty() && company.isEmpty() && !noCompany) {
            throw new CommandFailure(
                    ExitStatus.USAGE, "Say what to change: --name, --company or --no-company");
        }
        RestPath path = RestPath.of("contacts", contact);
        name.ifPresent(
                text ->
                        session.api()
                                .put(
                                        RestPath.of("contacts", contact, "name"),
                                        Map.of("name", text)));
        company.ifPresent(
                text ->
                        session.api()
                                .put(
                                        RestPath.of("contacts", contact, "company"),
                                        Map.of("name", text)));
        if (noCompany) {
            session.api().delete(RestPath.of("contacts", contact, "company"));
        }
        return print(session, session.api().get(path));
    }

    @Command(
            name = "add-address",
            description = "Give a contact a further address; its earlier mail is looked for.",
            footer = {
                "%nExample:",
                "  tapline contact add-address carol@example.test c.jones@example.test --primary"
            })
    int addAddress(
            @Mixin Session session,
            @Parameters(paramLabel = "E|ID", description = ContactCommand.WHICH) String contact,
            @Parameters(paramLabel = "ADDRESS", description = "The address.") String address,
            @Option(names = "--primary", description = "Make it the primary address.")
                    boolean primary,
            @Option(
                            names = "--shared",
                            description =
                                    "Also when another contact has it: whose primary address it is"
                                            + " has the mail, else the older contact.")
                    boolean shared,
            @Option(names = "--wait", description = Jobs.WAIT) boolean wait) {
        return ContactCommand.changed(
                session,
                session.api()
                        .put(
                                RestPath.of("contacts", contact, "addresses", address),
                                new TreeMap<>(Map.of("primary", primary, "shared", shared))),
                wait);
    }

    @Command(
            name = "remove-address",
            description = "Take an address off a contact.",
            footer = {
                "%nExample:",
                "  tapline contact remove-address carol@example.test c.jones@example.test"
            })
    int removeAddress(
            @Mixin Session session,
            @Parameters(paramLabel = "E|ID", description = ContactCommand.WHICH) String contact,
            @Parameters(paramLabel = "ADDRESS", description = "The address.") String address) {
        return print(
                session,
                session.api().delete(RestPath.of("contacts", contact, "addresses", address)));
    }

    @Command(
            name = "merge",
            description = "Make one contact of two: B goes into A, which keeps its name.",
            footer = {"%nExample:", "  tapline contact merge carol@example.test 17"})
    int merge(
            @Mixin Session session,
            @Parameters(paramLabel = "A", description = ContactCommand.WHICH) String into,
            @Parameters(paramLabel = "B", description = ContactCommand.WHICH) String from,
            @Option(names = "--wait", description = Jobs.WAIT) boolean wait) {
        return ContactCommand.changed(
                session,
                session.api().post(RestPath.of("contacts", into, "merge"), Map.of("contact", from)),
                wait);
    }

    @Command(
            name = "split",
            description = {
                "Take the newest merge of a contact back, or move an address off into a contact of",
                "its own; prints the contact that is there now besides."
            },
            footer = {
                "%nExamples:",
                "  tapline contact split carol@example.test",
                "  tapline contact split carol@example.test --address old@example.test"
            })
    int split(
            @Mixin Session session,
            @Parameters(paramLabel = "E|ID", description = ContactCommand.WHICH) String contact,
            @Option(names = "--address", paramLabel = "E", description = "Address to move off.")
                    Optional<String> address,
            @Option(
                            names = "--merged",
                            paramLabel = "ID",
                            description = "The contact whose merge is taken back.")
                    Optional<Long> merged) {
        Map<String, Object> body = new LinkedHashMap<>();
        address.ifPresent(text -> body.put("address", text));
        merged.ifPresent(id -> body.put("merged", id));
        return print(session, session.api().post(RestPath.of("contacts", contact, "split"), body));
    }

    @Command(
            name = "purge",
            description = "Remove a contact for good; its mail stays, and it may be made anew.",
            footer = {"%nExample:", "  tapline contact purge carol@example.test"})
    int purge(
            @Mixin Session session,
            @Parameters(paramLabel = "E|ID", description = ContactCommand.WHICH) String contact,
            @Option(names = "--wait", description = Jobs.WAIT) boolean wait) {
        return ContactCommand.changed(
                session,
                session.api().post(RestPath.of("contacts", contact, "purge"), Map.of()),
                wait);
    }

    @Command(
            name = "undo-creation",
            description = "Take back that mail made a contact: it is gone, and not made again.",
            footer = {"%nExample:", "  tapline contact undo-creation carol@example.test"})
    int undoCreation(
            @Mixin Session session,
            @Parameters(paramLabel = "E|ID", description = ContactCommand.WHICH) String contact) {
        return print(
                session,
                session.api().post(RestPath.of("contacts", contact, "undo-creation"), Map.of()));
    }

    private static final String[] PROPOSED = {
        "ID", "CONTACT", "ADDRESS", "NAME", "MESSAGE", "SINCE"
    };

    @Command(
            name = "proposals",
            description = "Addresses that contacts replied from and that are not theirs yet.",
            footer = {"%nExample:", "  tapline contact proposals"})
    int proposals(@Mixin Session session, @Mixin Limit limit) {
        Output output = session.output();
        output.list(
                session.list(RestPath.of("contact-proposals"), limit),
                "No proposals.",
                PROPOSED,
                each ->
                        new String[] {
                            each.path("id").asString(""),
                            each.path("contact_name").asString(""),
                            each.path("address").asString(""),
                            each.path("name").asString(""),
                            each.path("message_id").asString(""),
                            output.time(each.path("proposed_at"))
                        });
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "accept",
            description = "Give the contact the proposed address.",
            footer = {"%nExample:", "  tapline contact accept 4"})
    int accept(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = "Id of the proposal.") String proposal) {
        return print(
                session,
                session.api().post(RestPath.of("contact-proposals", proposal, "accept"), Map.of()));
    }

    @Command(
            name = "refuse",
            description = "The address is not the contact's; it is not proposed again.",
            footer = {"%nExample:", "  tapline contact refuse 4"})
    int refuse(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = "Id of the proposal.") String proposal) {
        JsonNode refused =
                session.api().post(RestPath.of("contact-proposals", proposal, "refuse"), Map.of());
        Output output = session.output();
        output.one(
                refused,
                () -> {
                    output.field("refused", refused.path("address").asString(""));
                    output.field("contact", refused.path("contact_name").asString(""));
                });
        return ExitStatus.DONE.code();
    }

    private static int print(Session session, JsonNode contact) {
        session.output().one(contact, () -> ContactCommand.show(session.output(), contact));
        return ExitStatus.DONE.code();
    }
}
