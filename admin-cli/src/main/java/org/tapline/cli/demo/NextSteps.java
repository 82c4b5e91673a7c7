package org.tapline.cli.demo;

import java.nio.file.Path;
import java.util.List;

/// What somebody can try next.
///
/// @param file the demo's configuration
/// @param certificate what a mail client is shown
record NextSteps(Path file, DemoPorts ports, Path certificate, String password) {

    List<String> lines() {
        return List.of(
                "",
                "Try it with a mail client of your own:",
                "  user      %s or %s, password %s"
                        .formatted(Conversation.ANNA, Conversation.BEN, password),
                "  incoming  IMAP, localhost, port %d (TLS) or %d (STARTTLS)"
                        .formatted(ports.imaps(), ports.imap()),
                "  outgoing  SMTP, localhost, port %d (TLS) or %d (STARTTLS), same user"
                        .formatted(ports.smtps(), ports.smtp()),
                "  accept the self-signed certificate, or trust " + certificate,
                "Mail stays on this machine, whatever the recipient.",
                "",
                "And from another terminal:",
                "  export TAPLINE_CONFIG=" + file,
                "  ./tapline status",
                "  ./tapline contact list",
                "  ./tapline timeline %s --json".formatted(Conversation.CAROL),
                "  curl -H \"Authorization: Bearer $(cat %s)\" http://127.0.0.1:%d/api/v1/contacts"
                        .formatted(
                                DemoFolder.data(file.resolveSibling("")).resolve("admin.token"),
                                ports.http()));
    }
}
