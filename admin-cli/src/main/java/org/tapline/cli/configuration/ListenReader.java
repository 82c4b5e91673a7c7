package org.tapline.cli.configuration;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tapline.bridge.ingest.IngestLimits;
import org.tapline.cli.configuration.Configuration.Bcc;
import org.tapline.cli.configuration.Configuration.Claim;
import org.tapline.cli.configuration.Configuration.Milter;
import org.tapline.proxy.Network;
import org.tapline.proxy.ProxySettings.Listener;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.ProxySettings.Tls;

/// The keys under `listen`.
final class ListenReader {
    private final Reading reading;
    private final Forms forms;
    private final List<Claim> claims;

    ListenReader(Reading reading, Forms forms, List<Claim> claims) {
        this.reading = reading;
        this.forms = forms;
        this.claims = claims;
    }

    record Result(
            List<Listener> listeners,
            Optional<Bcc> bcc,
            Optional<Milter> milter,
            Optional<InetSocketAddress> http) {}

    /// How BCC mail comes in.
    private enum BccProtocol {
        SMTP,
        LMTP
    }

    Result read(Optional<Section> listen, UpstreamReader.Result upstreams) {
        List<Listener> listeners = new ArrayList<>();
        listeners.addAll(relayed(listen, Protocol.IMAP, upstreams.imap()));
        listeners.addAll(relayed(listen, Protocol.SMTP, upstreams.smtp()));
        if (listen.isEmpty()) {
            return new Result(listeners, Optional.empty(), Optional.empty(), Optional.empty());
        }
        Optional<Bcc> bcc = listen.get().section("bcc").map(this::bcc);
        Optional<InetSocketAddress> http = listen.get().section("http").flatMap(this::http);
        Optional<Milter> milter = listen.get().section("milter").flatMap(this::milter);
        listen.get().end();
        return new Result(listeners, bcc, milter, http);
    }

    private List<Listener> relayed(
            Optional<Section> listen, Protocol protocol, boolean upstreamNamed) {
        String key = protocol.name().toLowerCase(Locale.ROOT);
        Optional<List<Section>> given = listen.flatMap(section -> section.sections(key));
        if (given.isEmpty()) {
            return upstreamNamed ? usual(protocol) : List.of();
        }
        List<Listener> listeners = new ArrayList<>();
        for (Section section : given.get()) {
            listener(section, protocol).ifPresent(listeners::add);
            if (!upstreamNamed) {
                reading.report(
                        section.problem(
                                "listens, but no upstream is named for it; add upstream.default."
                                        + key));
            }
        }
        return listeners;
    }

    /// The ports that mail clients try by themselves (RFC 8314 §3, RFC 6409 §3.1).
    private List<Listener> usual(Protocol protocol) {
        return switch (protocol) {
            case IMAP ->
                    List.of(usual(protocol, 993, Tls.IMPLICIT), usual(protocol, 143, Tls.STARTTLS));
            case SMTP ->
                    List.of(usual(protocol, 465, Tls.IMPLICIT), usual(protocol, 587, Tls.STARTTLS));
        };
    }

    private Listener usual(Protocol protocol, int port, Tls tls) {
        InetSocketAddress address = new InetSocketAddress("0.0.0.0", port);
        String key = "listen." + protocol.name().toLowerCase(Locale.ROOT);
        claims.add(new Configuration.AddressClaim("default", key, address));
        return new Listener(protocol, address, tls);
    }

    private Optional<Listener> listener(Section section, Protocol protocol) {
        Optional<Text> address = section.text("address");
        if (address.isEmpty()) {
            section.missing("address", "such as address: \"0.0.0.0:993\"");
        }
        Optional<Text> written = section.text("tls");
        Tls tls = written.flatMap(text -> forms.choice(text, Tls.class)).orElse(Tls.IMPLICIT);
        List<Network> proxies = networks(section, "proxy-protocol");
        section.end();
        Optional<InetSocketAddress> socket = address.flatMap(forms::address);
        if (tls == Tls.NONE && socket.isPresent() && !loopback(socket.get())) {
            written.ifPresent(
                    text ->
                            reading.report(
                                    text.problem(
                                            "is none, but "
                                                    + address.map(Text::value).orElse("")
                                                    + " is not a loopback address; use implicit or"
                                                    + " starttls, or listen on 127.0.0.1")));
        }
        socket.ifPresent(to -> address.ifPresent(t -> ConfigurationReader.claim(claims, t, to)));
        return socket.map(to -> new Listener(protocol, to, tls, proxies));
    }

    private static boolean loopback(InetSocketAddress address) {
        return address.getAddress() != null && address.getAddress().isLoopbackAddress();
    }

    private Bcc bcc(Section section) {
        Optional<Text> address = section.text("address");
        boolean lmtp =
                section.text("protocol")
                        .flatMap(text -> forms.choice(text, BccProtocol.class))
                        .filter(protocol -> protocol == BccProtocol.LMTP)
                        .isPresent();
        Optional<Text> domain = section.text("domain");
        List<Network> trusted = networks(section, "trusted");
        int messages =
                section.text("messages-per-minute")
                        .flatMap(forms::count)
                        .orElse(IngestLimits.MESSAGES_PER_MINUTE);
        section.end();
        if (domain.isEmpty()) {
            section.missing("domain", "the domain of the BCC-to-CRM addresses");
        }
        Optional<InetSocketAddress> socket = address.flatMap(forms::address);
        socket.ifPresent(to -> address.ifPresent(t -> ConfigurationReader.claim(claims, t, to)));
        return new Bcc(socket, lmtp, domain.flatMap(forms::domain), trusted, messages);
    }

    private Optional<Milter> milter(Section section) {
        Optional<Text> address = section.text("address");
        List<Network> peers = networks(section, "peers");
        List<Network> clients = networks(section, "trusted-clients");
        section.end();
        if (address.isEmpty()) {
            section.missing("address", "such as address: \"127.0.0.1:8891\"");
        }
        Optional<InetSocketAddress> socket = address.flatMap(forms::address);
        socket.ifPresent(to -> address.ifPresent(t -> ConfigurationReader.claim(claims, t, to)));
        return socket.map(to -> new Milter(to, peers, clients));
    }

    private List<Network> networks(Section section, String key) {
        List<Network> networks = new ArrayList<>();
        for (Text text : section.texts(key)) {
            forms.network(text).ifPresent(networks::add);
        }
        return networks;
    }

    private Optional<InetSocketAddress> http(Section section) {
        Optional<Text> address = section.text("address");
        section.end();
        Optional<InetSocketAddress> socket = address.flatMap(forms::address);
        socket.ifPresent(to -> address.ifPresent(t -> ConfigurationReader.claim(claims, t, to)));
        return socket;
    }
}
