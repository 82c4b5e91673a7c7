package org.tapline.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `tapline user`
@Command(
        name = "user",
        description = "The organisation's own people.",
        footer = {
            "%nExamples:",
            "  tapline user list",
            "  tapline user add anna@acme.test --name \"Anna Berg\" --alias a.berg@acme.test",
            "  tapline user add-alias anna@acme.test sales@acme.test"
        })
final class UserCommand {
    private static final String WHO = "Address or id of the user.";

    @Command(
            name = "add",
            description = "Add a user, with the addresses that are theirs too.",
            footer = {"%nExample:", "  tapline user add anna@acme.test --name \"Anna Berg\""})
    int add(
            @Mixin Session session,
            @Parameters(paramLabel = "E", description = "The user's main address.") String address,
            @Option(names = "--name", paramLabel = "N", description = "Name of the user.")
                    Optional<String> name,
            @Option(
                            names = "--alias",
                            paramLabel = "E",
                            description = "Another address of the user; may be repeated.")
                    @Nullable List<String> aliases) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("address", address);
        name.ifPresent(text -> body.put("name", text));
        if (aliases != null) { // so picocli says that there were none
            body.put("aliases", aliases);
        }
        return shown(session.output(), session.api().post(RestPath.of("users"), body));
    }

    @Command(
            name = "disable",
            description = {
                "Stop observing a user's mailboxes, those not seen yet too.",
                "The user stays one of our own people, and what was recorded stays."
            },
            footer = {"%nExample:", "  tapline user disable anna@acme.test"})
    int disable(
            @Mixin Session session, @Parameters(paramLabel = "U", description = WHO) String user) {
        return observe(session, user, "disable");
    }

    @Command(
            name = "enable",
            description = "Observe a user's mailboxes again.",
            footer = {"%nExample:", "  tapline user enable anna@acme.test"})
    int enable(
            @Mixin Session session, @Parameters(paramLabel = "U", description = WHO) String user) {
        return observe(session, user, "enable");
    }

    private static int observe(Session session, String user, String verb) {
        RestPath path = RestPath.of("users", user, verb);
        return shown(session.output(), session.api().post(path, Map.of()));
    }

    private static String state(JsonNode user) {
        return user.path("disabled").asBoolean(false) ? "disabled" : "observed";
    }

    private static int shown(Output output, JsonNode user) {
        output.one(
                user,
                () -> {
                    output.field("address", user.path("address").asString(""));
                    output.field("name", user.path("name").asString(""));
                    output.field("aliases", People.values(user.path("aliases")));
                    output.field("state", state(user));
                });
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "show",
            description = "Show one user.",
            footer = {"%nExample:", "  tapline user show anna@acme.test"})
    int show(@Mixin Session session, @Parameters(paramLabel = "U", description = WHO) String user) {
        return shown(session.output(), session.api().get(RestPath.of("users", user)));
    }

    @Command(
            name = "rename",
            description = "Give a user another name.",
            footer = {"%nExample:", "  tapline user rename anna@acme.test \"Anna Berg\""})
    int rename(
            @Mixin Session session,
            @Parameters(index = "0", paramLabel = "U", description = WHO) String user,
            @Parameters(index = "1", paramLabel = "N", description = "The name.") String name) {
        return shown(
                session.output(),
                session.api().put(RestPath.of("users", user, "name"), Map.of("name", name)));
    }

    @Command(
            name = "add-alias",
            description =
                    "Give a user a further address or a shared mailbox; its mail counts as theirs.",
            footer = {"%nExample:", "  tapline user add-alias anna@acme.test sales@acme.test"})
    int addAlias(
            @Mixin Session session,
            @Parameters(index = "0", paramLabel = "U", description = WHO) String user,
            @Parameters(index = "1", paramLabel = "E", description = "The further address.")
                    String alias) {
        return shown(
                session.output(),
                session.api()
                        .post(RestPath.of("users", user, "aliases"), Map.of("address", alias)));
    }

    @Command(
            name = "remove-alias",
            description = "Take a further address away from a user.",
            footer = {"%nExample:", "  tapline user remove-alias anna@acme.test a.berg@acme.test"})
    int removeAlias(
            @Mixin Session session,
            @Parameters(index = "0", paramLabel = "U", description = WHO) String user,
            @Parameters(index = "1", paramLabel = "E", description = "The address to take away.")
                    String alias) {
        return shown(
                session.output(),
                session.api().delete(RestPath.of("users", user, "aliases", alias)));
    }

    @Command(
            name = "list",
            description = "List users.",
            footer = {"%nExample:", "  tapline user list --json"})
    int list(@Mixin Session session) {
        JsonNode users = session.api().list(RestPath.of("users"), Integer.MAX_VALUE);
        session.output()
                .list(
                        users,
                        "No users yet. They appear when they first sign in, or with: tapline user"
                                + " add E",
                        new String[] {"ADDRESS", "NAME", "ALIASES", "STATE"},
                        user ->
                                new String[] {
                                    user.path("address").asString(""),
                                    user.path("name").asString(""),
                                    People.values(user.path("aliases")),
                                    state(user)
                                });
        return ExitStatus.DONE.code();
    }
}
