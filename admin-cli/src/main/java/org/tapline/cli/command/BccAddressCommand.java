package org.tapline.cli.command;

import java.util.LinkedHashMap;
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

/// `tapline bcc-address`
@Command(
        name = "bcc-address",
        description = "Addresses that file what is sent to them.",
        footer = {
            "%nExamples:",
            "  tapline bcc-address list --user anna@acme.test",
            "  tapline bcc-address add --deal deal-7",
            "  tapline bcc-address rotate anna@acme.test"
        })
final class BccAddressCommand {

    /// Whose address: a contact's, a company's or a deal's.
    static final class Subject {
        @Option(
                names = "--contact",
                paramLabel = "E",
                description = "Of a contact, by address or id.")
        Optional<String> contact = Optional.empty();

        @Option(
                names = "--company",
                paramLabel = "D",
                description = "Of a company, by domain, name or company-ID.")
        Optional<String> company = Optional.empty();

        @Option(names = "--deal", paramLabel = "ID", description = "Of a deal, such as deal-7.")
        Optional<String> deal = Optional.empty();

        void into(Map<String, Object> body) {
            contact.ifPresent(value -> body.put("contact", value));
            company.ifPresent(value -> body.put("company", value));
            deal.ifPresent(value -> body.put("deal", value));
        }
    }

    @Command(
            name = "list",
            description = "List the addresses that work.",
            footer = {"%nExample:", "  tapline bcc-address list --user anna@acme.test --json"})
    int list(
            @Mixin Session session,
            @Option(names = "--user", paramLabel = "U", description = "Only this user's.")
                    Optional<String> user,
            @ArgGroup Subject subject) {
        RestPath path = RestPath.of("bcc-addresses").with("user", user);
        if (subject != null) {
            path =
                    path.with("contact", subject.contact)
                            .with("company", subject.company)
                            .with("deal", subject.deal);
        }
        JsonNode addresses = session.api().list(path, Integer.MAX_VALUE);
        session.output()
                .list(
                        addresses,
                        "No addresses.",
                        new String[] {"ADDRESS", "SCOPE", "OWNER", "UNTIL"},
                        address ->
                                new String[] {
                                    address.path("address").asString(""),
                                    address.path("scope").asString(""),
                                    address.path("owner").asString(""),
                                    address.path("until").asString("")
                                });
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "add",
            description = {
                "Give a contact, company or deal an address; tell the one it has already.",
                "What users send to it is filed and linked, whoever takes part."
            },
            footer = {"%nExample:", "  tapline bcc-address add --deal deal-7"})
    int add(@Mixin Session session, @ArgGroup(multiplicity = "1") Subject subject) {
        Map<String, Object> body = new LinkedHashMap<>();
        subject.into(body);
        show(session, session.api().post(RestPath.of("bcc-addresses"), body));
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "rotate",
            description = "Replace an address by a new one; the old one works for some days more.",
            footer = {
                "%nExamples:",
                "  tapline bcc-address rotate anna@acme.test --grace-days 0",
                "  tapline bcc-address rotate --deal deal-7"
            })
    int rotate(
            @Mixin Session session,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "U",
                            description = "A user's, such as anna@acme.test.")
                    Optional<String> user,
            @ArgGroup Subject subject,
            @Option(
                            names = "--grace-days",
                            paramLabel = "N",
                            description = "For which the old one works (default: 30).")
                    Optional<Long> graceDays) {
        Map<String, Object> body = new LinkedHashMap<>();
        user.ifPresent(value -> body.put("user", value));
        if (subject != null) {
            subject.into(body);
        }
        graceDays.ifPresent(days -> body.put("grace_days", days));
        show(session, session.api().post(RestPath.of("bcc-addresses", "rotate"), body));
        return ExitStatus.DONE.code();
    }

    private static void show(Session session, JsonNode address) {
        Output output = session.output();
        output.one(
                address,
                () -> {
                    output.field("address", address.path("address").asString(""));
                    output.field("scope", address.path("scope").asString(""));
                    output.field("owner", address.path("owner").asString(""));
                });
    }
}
