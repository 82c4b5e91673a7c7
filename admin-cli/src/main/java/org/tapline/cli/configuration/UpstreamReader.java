package org.tapline.cli.configuration;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tapline.cli.configuration.Configuration.Claim;
import org.tapline.cli.configuration.Configuration.FileClaim;
import org.tapline.cli.configuration.Configuration.FileContent;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.ProxySettings.Server;
import org.tapline.proxy.ProxySettings.ServerPair;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.ProxySettings.Upstreams;

/// The keys under `upstream`.
final class UpstreamReader {
    private final Reading reading;
    private final Forms forms;
    private final List<Claim> claims;

    UpstreamReader(Reading reading, Forms forms, List<Claim> claims) {
        this.reading = reading;
        this.forms = forms;
        this.claims = claims;
    }

    /// @param imap whether any IMAP server is named, even wrongly
    /// @param smtp the same for SMTP
    record Result(Upstreams upstreams, boolean imap, boolean smtp) {}

    Result read(Section root) {
        Optional<Section> upstream = root.section("upstream");
        if (upstream.isEmpty()) {
            root.missing(
                    "upstream",
                    "name your mail server: upstream: { default: { imap: { host: mail.acme.test },"
                            + " smtp: { host: mail.acme.test } } }");
            return new Result(new Upstreams(none(), Map.of()), true, true);
        }
        Pair fallback = upstream.get().section("default").map(this::pair).orElse(Pair.NONE);
        Map<String, ServerPair> domains = new HashMap<>();
        boolean imap = fallback.imap;
        boolean smtp = fallback.smtp;
        for (Map.Entry<String, Section> entry : upstream.get().entries("domains").entrySet()) {
            Pair pair = pair(entry.getValue());
            domains.put(entry.getKey().toLowerCase(Locale.ROOT), pair.servers);
            imap |= pair.imap;
            smtp |= pair.smtp;
        }
        upstream.get().end();
        if (!imap && !smtp) {
            upstream.get()
                    .missing(
                            "default",
                            "name your mail server: default: { imap: { host: mail.acme.test } }");
            return new Result(new Upstreams(none(), Map.of()), true, true);
        }
        return new Result(new Upstreams(fallback.servers, domains), imap, smtp);
    }

    private static ServerPair none() {
        return new ServerPair(Optional.empty(), Optional.empty());
    }

    /// The servers, and which were named at all.
    private record Pair(ServerPair servers, boolean imap, boolean smtp) {
        static final Pair NONE = new Pair(UpstreamReader.none(), false, false);
    }

    private Pair pair(Section section) {
        Optional<Section> imap = section.section("imap");
        Optional<Section> smtp = section.section("smtp");
        section.end();
        return new Pair(
                new ServerPair(
                        imap.flatMap(server -> server(server, Protocol.IMAP)),
                        smtp.flatMap(server -> server(server, Protocol.SMTP))),
                imap.isPresent(),
                smtp.isPresent());
    }

    private Optional<Server> server(Section section, Protocol protocol) {
        Optional<Text> host = section.text("host");
        if (host.isEmpty()) {
            section.missing("host", "name the mail server");
        }
        Tls tls =
                section.text("tls")
                        .flatMap(text -> forms.choice(text, Tls.class))
                        .orElse(Tls.IMPLICIT);
        int port = section.text("port").flatMap(forms::port).orElse(usualPort(protocol, tls));
        Optional<Text> trust = section.text("trust");
        trust.filter(text -> tls == Tls.NONE)
                .ifPresent(
                        text ->
                                reading.report(
                                        text.problem(
                                                "has no use with tls: none; remove it or choose"
                                                        + " implicit or starttls")));
        trust.ifPresent(
                text ->
                        claims.add(
                                new FileClaim(
                                        text.origin().text(),
                                        text.key(),
                                        text.path(),
                                        FileContent.CERTIFICATES)));
        boolean header =
                section.text("proxy-protocol")
                        .flatMap(text -> forms.choice(text, ProxyVersion.class))
                        .isPresent();
        boolean id =
                protocol == Protocol.IMAP && section.text("id").flatMap(forms::flag).orElse(false);
        section.end();
        return host.flatMap(forms::host)
                .map(name -> new Server(name, port, tls, trust.map(Text::path), header, id));
    }

    /// How an upstream is told who the client is.
    private enum ProxyVersion {
        V2
    }

    /// RFC 8314 §3.2 and §3.3, RFC 9051 §2.1, RFC 6409 §3.1.
    private static int usualPort(Protocol protocol, Tls tls) {
        return switch (protocol) {
            case IMAP -> tls == Tls.IMPLICIT ? 993 : 143;
            case SMTP -> tls == Tls.IMPLICIT ? 465 : 587;
        };
    }
}
