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

/// `tapline token`
@Command(
        name = "token",
        description = "Tokens for programs that use the HTTP interface.",
        footer = {
            "%nExamples:",
            "  tapline token create --name dashboard --scope read",
            "  tapline token list",
            "  tapline token revoke dashboard"
        })
final class TokenCommand {

    @Command(
            name = "list",
            description = "List tokens: who has one, for what, and when it was last used.",
            footer = {"%nExample:", "  tapline token list --json"})
    int list(@Mixin Session session) {
        Output output = session.output();
        output.list(
                session.api().list(RestPath.of("tokens"), Integer.MAX_VALUE),
                "No tokens.",
                new String[] {"NAME", "SCOPE", "CREATED", "BY", "EXPIRES", "LAST USED"},
                token ->
                        new String[] {
                            token.path("name").asString(""),
                            token.path("scope").asString(""),
                            output.time(token.path("created_at")),
                            token.path("created_by").asString(""),
                            output.time(token.path("expires_at")),
                            output.time(token.path("last_used_at"))
                        });
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "create",
            description = "Make a token and print it. It is shown this once, and stored as a hash.",
            footer = {
                "%nExamples:",
                "  tapline token create --name dashboard --scope read",
                "  tapline token create --name import --scope write --expires 2027-01-31"
            })
    int create(
            @Mixin Session session,
            @Option(
                            names = "--name",
                            paramLabel = "N",
                            required = true,
                            description = "What it is for.")
                    String name,
            @Option(
                            names = "--scope",
                            paramLabel = "read|write|admin",
                            required = true,
                            description = "What it may do; each may do what those before it may.")
                    String scope,
            @Option(
                            names = "--expires",
                            paramLabel = "D",
                            description = "A day, or a moment in UTC; never when absent.")
                    Optional<String> expires) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("scope", scope);
        expires.ifPresent(when -> body.put("expires", when));
        JsonNode made = session.api().post(RestPath.of("tokens"), body);
        Output output = session.output();
        output.one(
                made,
                () -> {
                    output.field("name", made.path("name").asString(""));
                    output.field("scope", made.path("scope").asString(""));
                    output.field("token", made.path("secret").asString(""));
                    output.line("Keep it now: nobody can show it again.");
                });
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "revoke",
            description = "Take a token back; it stops to work within seconds.",
            footer = {"%nExample:", "  tapline token revoke dashboard"})
    int revoke(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME|ID", description = "See: tapline token list")
                    String token) {
        JsonNode gone = session.api().delete(RestPath.of("tokens", token));
        Output output = session.output();
        output.one(gone, () -> output.field("revoked", gone.path("name").asString("")));
        return ExitStatus.DONE.code();
    }
}
