package org.tapline.cli.command;

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

/// `tapline message link`, `unlink` and `links`.
@Command
abstract class MessageLinkVerbs {
    private static final String[] HEADINGS = {"TO", "ID", "WHOLE THREAD", "BY", "SINCE"};
    private static final String WHICH = "Id or Message-ID of the message.";

    /// To what.
    static final class Target {
        @Option(names = "--deal", paramLabel = "D", description = "A deal, by its id.")
        private Optional<String> deal = Optional.empty();

        @Option(names = "--contact", paramLabel = "E|ID", description = "A contact.")
        private Optional<String> contact = Optional.empty();

        @Option(
                names = "--company",
                paramLabel = "C",
                description = "A company, by domain, name or id.")
        private Optional<String> company = Optional.empty();

        RestPath path(String message) {
            String kind = deal.isPresent() ? "deal" : contact.isPresent() ? "contact" : "company";
            String target = deal.or(() -> contact).or(() -> company).orElse("");
            return RestPath.of("messages", message, "links", kind, target);
        }
    }

    @Command(
            name = "link",
            description = "Link a message to a deal, contact or company that it does not name.",
            footer = {
                "%nExamples:",
                "  tapline message link 17 --deal 3 --thread",
                "  tapline message link 20261121.1@acme.test --company example.test"
            })
    int link(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = WHICH) String id,
            @ArgGroup(multiplicity = "1") Target target,
            @Option(names = "--thread", description = "The whole conversation, what comes too.")
                    boolean thread,
            @Mixin As as) {
        RestPath path = as.of(target.path(id).flag("thread", thread));
        return print(session, session.api().put(path, Map.of()));
    }

    @Command(
            name = "unlink",
            description = "Take such a link away.",
            footer = {"%nExample:", "  tapline message unlink 17 --deal 3"})
    int unlink(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = WHICH) String id,
            @ArgGroup(multiplicity = "1") Target target,
            @Mixin As as) {
        return print(session, session.api().delete(as.of(target.path(id))));
    }

    @Command(
            name = "links",
            description = "What a message is linked to besides the people it names.",
            footer = {"%nExample:", "  tapline message links 17"})
    int links(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = WHICH) String id,
            @Mixin As as) {
        return print(session, session.api().get(as.of(RestPath.of("messages", id, "links"))));
    }

    private static int print(Session session, JsonNode answer) {
        Output output = session.output();
        output.list(
                answer.path("items"),
                "Not linked to anything by hand.",
                HEADINGS,
                link ->
                        new String[] {
                            link.path("kind").asString(""),
                            link.path("target").asString(""),
                            link.path("thread").asBoolean(false) ? "yes" : "no",
                            link.path("linked_by").asString(""),
                            output.time(link.path("linked_at"))
                        });
        return ExitStatus.DONE.code();
    }
}
