package org.tapline.cli.command;

import java.util.Map;
import java.util.Optional;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Option;

/// `--user U` and `--mailbox M`: for whom a policy is set; without them, for everybody.
final class Level {
    @Option(names = "--user", paramLabel = "U", description = "For this user only.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--mailbox", paramLabel = "M", description = "For this mailbox only.")
    private Optional<String> mailbox = Optional.empty();

    RestPath of(RestPath path) {
        return path.with("user", user).with("mailbox", mailbox);
    }

    void into(Map<String, Object> body) {
        user.ifPresent(who -> body.put("user", who));
        mailbox.ifPresent(which -> body.put("mailbox", which));
    }
}
