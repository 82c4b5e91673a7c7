package org.tapline.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `tapline contact`
@Command(
        name = "contact",
        description = "People outside whose mail is recorded.",
        footer = {
            "%nExamples:",
            "  tapline contact add --email carol@example.test --name \"Carol Jones\"",
            "  tapline contact list",
            "  tapline contact show carol@example.test --json"
        })
final class ContactCommand extends ContactChangeVerbs {
    private static final String[] HEADINGS = {"NAME", "EMAIL", "COMPANY", "ORIGIN", "SINCE"};
    static final String WHICH = "An address of the contact, or its id.";

    @Command(
            name = "add",
            description = "Add a contact.",
            footer = {
                "%nExample:",
                "  tapline contact add --email carol@example.test --email c.jones@example.test"
                        + " --name \"Carol Jones\" --company \"Example Ltd\""
            })
    int add(
            @Mixin Session session,
            @Option(
                            names = "--email",
                            paramLabel = "E",
                            required = true,
                            description = "An address; the first one is the primary one.")
                    List<String> emails,
            @Option(names = "--name", paramLabel = "N", description = "Name of the person.")
                    Optional<String> name,
            @Option(names = "--company", paramLabel = "C", description = "Name of the company.")
                    Optional<String> company,
            @Option(names = "--wait", description = Jobs.WAIT) boolean wait) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("emails", emails);
        name.ifPresent(text -> body.put("name", text));
        company.ifPresent(text -> body.put("company", text));
        JsonNode contact = session.api().post(RestPath.of("contacts"), body);
        return changed(session, contact, wait);
    }

    /// Prints a contact that was changed, and what became of the search for its earlier mail.
    static int changed(Session session, JsonNode contact, boolean wait) {
        Output output = session.output();
        long job = contact.path("rematch_job").asLong(0);
        Optional<JsonNode> ended =
                wait && job != 0 ? Optional.of(Jobs.await(session, job)) : Optional.empty();
        output.one(
                contact,
                () -> {
                    show(output, contact);
                    if (job != 0) {
                        output.field(
                                "earlier mail",
                                ended.map(Jobs::result).orElseGet(() -> Jobs.hint(job)));
                    }
                });
        return ended.map(Jobs::code).orElse(ExitStatus.DONE.code());
    }

    @Command(
            name = "list",
            description = "List contacts.",
            footer = {"%nExample:", "  tapline contact list --limit 20 --json"})
    int list(
            @Mixin Session session,
            @Mixin Limit limit,
            @Option(names = "--deleted", description = "Deleted contacts, too.") boolean deleted,
            @Option(
                            names = "--origin",
                            paramLabel = "O",
                            description = "manual, import, sent, received, bcc or meeting.")
                    Optional<String> origin,
            @Option(
                            names = "--company",
                            paramLabel = "C",
                            description = "Only those of a company (domain, name or id).")
                    Optional<String> company,
            @Option(
                            names = "--words",
                            paramLabel = "W",
                            description = "Only those with this in the name or an address.")
                    Optional<String> words) {
        Output output = session.output();
        RestPath path =
                RestPath.of("contacts")
                        .flag("deleted", deleted)
                        .with("origin", origin)
                        .with("company", company)
                        .with("words", words);
        JsonNode contacts = session.list(path, limit);
        output.list(
                contacts,
                "No contacts yet. Add one with: tapline contact add --email E --name N",
                HEADINGS,
                contact ->
                        new String[] {
                            contact.path("name").asString(""),
                            primary(contact),
                            company(contact),
                            contact.path("origin").asString(""),
                            output.time(contact.path("created_at"))
                        });
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "show",
            description = "Show one contact.",
            footer = {"%nExample:", "  tapline contact show carol@example.test"})
    int show(
            @Mixin Session session,
            @Parameters(paramLabel = "E|ID", description = WHICH) String contact) {
        JsonNode found = session.api().get(RestPath.of("contacts", contact));
        session.output().one(found, () -> show(session.output(), found));
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "delete",
            description = "Delete a contact; it can be restored, and is not made again by itself.",
            footer = {"%nExample:", "  tapline contact delete carol@example.test"})
    int delete(
            @Mixin Session session,
            @Parameters(paramLabel = "E|ID", description = WHICH) String contact) {
        JsonNode answer = session.api().delete(RestPath.of("contacts", contact));
        JsonNode deleted =
                answer.isMissingNode()
                        ? session.api().get(RestPath.of("contacts", contact))
                        : answer;
        session.output().one(deleted, () -> show(session.output(), deleted));
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "restore",
            description = "Bring a deleted contact back.",
            footer = {"%nExample:", "  tapline contact restore carol@example.test"})
    int restore(
            @Mixin Session session,
            @Parameters(paramLabel = "E|ID", description = WHICH) String contact) {
        JsonNode restored =
                session.api().post(RestPath.of("contacts", contact, "restore"), Map.of());
        session.output().one(restored, () -> show(session.output(), restored));
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "mark",
            description = "Keep the mail with a contact or a domain from colleagues.",
            footer = {
                "%nExamples:",
                "  tapline contact mark carol@example.test --private",
                "  tapline contact mark example.test --private --as anna@acme.test",
                "  tapline contact mark carol@example.test --shared"
            })
    int mark(
            @Mixin Session session,
            @Parameters(
                            paramLabel = "E|ID|DOMAIN",
                            description = "An address or id of a contact, or a domain.")
                    String whose,
            @ArgGroup(multiplicity = "1") MarkChoice choice,
            @Option(names = "--as", paramLabel = "USER", description = As.MARK)
                    Optional<String> as) {
        boolean domain = whose.contains(".") && !whose.contains("@");
        return choice.mark(session, domain ? "domain" : "contact", whose, as);
    }

    static void show(Output output, JsonNode contact) {
        output.field("id", contact.path("id").asString(""));
        output.field("name", contact.path("name").asString(""));
        for (JsonNode email : contact.path("emails")) {
            boolean primary = email.path("primary").asBoolean(false);
            output.field(
                    "email", email.path("address").asString("") + (primary ? " (primary)" : ""));
            JsonNode bouncing = email.path("bouncing");
            if (bouncing.isObject()) {
                output.field(
                        "",
                        "bounces since %s (%s), message %s"
                                .formatted(
                                        output.time(bouncing.path("since")),
                                        bouncing.path("status").asString(""),
                                        bouncing.path("message").asString("not recorded")));
            }
        }
        output.field("company", company(contact));
        output.field("origin", contact.path("origin").asString(""));
        output.field("created", output.time(contact.path("created_at")));
        output.moment("deleted", contact.path("deleted_at"));
    }

    private static String primary(JsonNode contact) {
        for (JsonNode email : contact.path("emails")) {
            if (email.path("primary").asBoolean(false)) {
                return email.path("address").asString("");
            }
        }
        return contact.path("emails").path(0).path("address").asString("");
    }

    private static String company(JsonNode contact) {
        JsonNode company = contact.path("company");
        return company.isObject() ? company.path("name").asString("") : company.asString("");
    }
}
