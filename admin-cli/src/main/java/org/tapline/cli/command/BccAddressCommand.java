package org.tapline.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
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
            "  tapline bcc-address rotate anna@acme.test"
        })
final class BccAddressCommand {

    @Command(
            name = "list",
            description = "List the addresses that work.",
            footer = {"%nExample:", "  tapline bcc-address list --user anna@acme.test --json"})
    int list(
            @Mixin Session session,
            @Option(names = "--user", paramLabel = "U", description = "Only this user's.")
                    Optional<String> user) {
        RestPath path = RestPath.of("bcc-addresses");
        JsonNode addresses = session.api().list(path.with("user", user), Integer.MAX_VALUE);
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
            name = "rotate",
            description = "Give a user a new secret address; the old one works for some days more.",
            footer = {"%nExample:", "  tapline bcc-address rotate anna@acme.test --grace-days 0"})
    int rotate(
            @Mixin Session session,
            @Parameters(paramLabel = "U", description = "Such as anna@acme.test.") String user,
            @Option(
                            names = "--grace-days",
                            paramLabel = "N",
                            description = "For which the old one works (default: 30).")
                    Optional<Long> graceDays) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("user", user);
        graceDays.ifPresent(days -> body.put("grace_days", days));
        JsonNode address = session.api().post(RestPath.of("bcc-addresses", "rotate"), body);
        Output output = session.output();
        output.one(
                address,
                () -> {
                    output.field("address", address.path("address").asString(""));
                    output.field("scope", address.path("scope").asString(""));
                    output.field("owner", address.path("owner").asString(""));
                });
        return ExitStatus.DONE.code();
    }
}
