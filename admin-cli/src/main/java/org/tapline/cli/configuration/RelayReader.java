package org.tapline.cli.configuration;

import java.util.List;
import java.util.Optional;
import org.tapline.bridge.enquiries.RelaySettings;
import org.tapline.cli.configuration.Configuration.Claim;
import org.tapline.cli.configuration.Configuration.FileClaim;
import org.tapline.cli.configuration.Configuration.FileContent;

/// The keys under `relay`: the server by which Tapline sends mail of its own.
final class RelayReader {
    private final Forms forms;
    private final List<Claim> claims;

    RelayReader(Forms forms, List<Claim> claims) {
        this.forms = forms;
        this.claims = claims;
    }

    Optional<RelaySettings> read(Optional<Section> relay) {
        if (relay.isEmpty()) {
            return Optional.empty();
        }
        Section section = relay.get();
        Optional<Text> host = section.text("host");
        RelaySettings.Tls tls =
                section.text("tls")
                        .flatMap(text -> forms.choice(text, RelaySettings.Tls.class))
                        .orElse(RelaySettings.Tls.IMPLICIT);
        int port = section.text("port").flatMap(forms::port).orElse(usualPort(tls));
        Optional<Text> trust = section.text("trust");
        Optional<Text> user = section.text("user");
        Optional<Text> password = section.text("password-file");
        Optional<Text> sender = section.text("sender");
        section.end();
        if (host.isEmpty()) {
            section.missing("host", "name the server that takes your outgoing mail");
        }
        if (user.isPresent() != password.isPresent()) {
            section.missing(
                    user.isPresent() ? "password-file" : "user",
                    "user and password-file belong together");
        }
        trust.ifPresent(text -> claim(text, FileContent.CERTIFICATES));
        password.ifPresent(text -> claim(text, FileContent.SECRET));
        return host.flatMap(forms::host)
                .map(
                        name ->
                                new RelaySettings(
                                        name,
                                        port,
                                        tls,
                                        trust.map(Text::path),
                                        user.map(Text::value),
                                        password.map(Text::path),
                                        sender.map(Text::value)));
    }

    private void claim(Text text, FileContent content) {
        claims.add(new FileClaim(text.origin().text(), text.key(), text.path(), content));
    }

    /// RFC 8314 §3.3, RFC 6409 §3.1, RFC 5321 §4.5.4.2.
    private static int usualPort(RelaySettings.Tls tls) {
        return switch (tls) {
            case IMPLICIT -> 465;
            case STARTTLS -> 587;
            case NONE -> 25;
        };
    }
}
