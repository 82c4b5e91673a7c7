package org.tapline.cli.configuration;

import java.io.IOException;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.BridgeSettings.Database;
import org.tapline.cli.Reason;
import org.tapline.cli.configuration.Configuration.AddressClaim;
import org.tapline.cli.configuration.Configuration.BridgeLink;
import org.tapline.cli.configuration.Configuration.Claim;
import org.tapline.cli.configuration.Configuration.FileClaim;
import org.tapline.cli.configuration.Configuration.FileContent;
import org.tapline.cli.configuration.Configuration.Organisation;
import org.tapline.proxy.ProxySettings.Certificate;
import org.tapline.proxy.ProxySettings.Enrol;

/// Reads the whole configuration in one pass. What the keys mean stands in
/// `docs/configuration.md`.
public final class ConfigurationReader {
    private static final String DEFAULT_DATA = "./tapline-data";
    private static final String DEFAULT_HTTP = "127.0.0.1:8025";

    private final ConfigurationSource source;
    private final Reading reading;
    private final Forms forms;
    private final List<Claim> claims = new ArrayList<>();

    private ConfigurationReader(ConfigurationSource source) {
        this.source = source;
        this.reading = new Reading(source);
        this.forms = new Forms(reading::report);
    }

    /// Reads and checks everything.
    ///
    /// @throws ConfigurationException with all problems
    public static Configuration read(ConfigurationSource source) {
        ConfigurationReader reader = new ConfigurationReader(source);
        Configuration configuration = reader.configuration(reader.root());
        if (!reader.reading.problems().isEmpty()) {
            throw new ConfigurationException(reader.reading.problems());
        }
        return configuration;
    }

    private Section root() {
        Origin nowhere = new Origin("environment", source.workingDirectory());
        if (source.file().isEmpty()) {
            return new Section(KeyPath.ROOT, Map.of(), nowhere, reading);
        }
        Path file = source.file().get();
        Origin start = Origin.line(file, 1);
        Optional<Value> document = document(file);
        if (!reading.problems().isEmpty()) {
            throw new ConfigurationException(reading.problems());
        }
        return switch (document.orElse(new Value.Mapping(Map.of(), start))) {
            case Value.Mapping top -> new Section(KeyPath.ROOT, top.members(), start, reading);
            case Value.Nothing none -> new Section(KeyPath.ROOT, Map.of(), none.origin(), reading);
            case Value.Scalar other -> throw notKeys(other);
            case Value.Sequence other -> throw notKeys(other);
        };
    }

    private static ConfigurationException notKeys(Value other) {
        String text = "must hold keys such as 'upstream:', but is " + other.kind();
        return new ConfigurationException(List.of(new Problem(other.origin().text(), "", text)));
    }

    private Optional<Value> document(Path file) {
        String what;
        if (Files.isDirectory(file)) {
            reading.report(new Problem(file.toString(), "", "is a folder; name the file in it"));
            return Optional.empty();
        }
        try {
            return new YamlReader(line -> Origin.line(file, line), reading::report)
                    .read(new StringReader(Files.readString(file)));
        } catch (NoSuchFileException missing) {
            what = "does not exist; name another file with -c, or copy tapline.example.yaml there";
        } catch (AccessDeniedException denied) {
            what = "cannot be read; give the user who runs Tapline the right to read it";
        } catch (MalformedInputException notUtf8) {
            what = "is not UTF-8 text; save it as UTF-8";
        } catch (IOException failed) {
            what = "cannot be read: " + Reason.of(failed);
        }
        reading.report(new Problem(file.toString(), "", what));
        return Optional.empty();
    }

    private Configuration configuration(Section root) {
        Path base =
                source.file()
                        .map(file -> file.toAbsolutePath().getParent())
                        .orElse(source.workingDirectory());
        Path data =
                root.text("data")
                        .map(Text::path)
                        .orElseGet(() -> base.resolve(DEFAULT_DATA).normalize());
        Organisation organisation = organisation(root.section("organisation"));
        UpstreamReader upstreamReader = new UpstreamReader(reading, forms, claims);
        UpstreamReader.Result upstreams = upstreamReader.read(root);
        ListenReader.Result listen =
                new ListenReader(reading, forms, claims).read(root.section("listen"), upstreams);
        Configuration configuration =
                new Configuration(
                        source.file(),
                        data,
                        organisation,
                        listen.listeners(),
                        listen.bcc(),
                        listen.milter(),
                        listen.http().orElseGet(ConfigurationReader::defaultHttp),
                        certificate(root.section("tls")),
                        upstreams.upstreams(),
                        database(root.section("database")),
                        forwardTo(root.section("journal")),
                        bridge(root.section("bridge")),
                        new RelayReader(forms, claims).read(root.section("relay")),
                        enrol(root, organisation),
                        LimitsReader.read(root.section("limits"), forms),
                        claims);
        root.end();
        reading.reportUnknownVariables(root.known());
        return configuration;
    }

    private static InetSocketAddress defaultHttp() {
        int colon = DEFAULT_HTTP.lastIndexOf(':');
        return new InetSocketAddress(
                DEFAULT_HTTP.substring(0, colon),
                Integer.parseInt(DEFAULT_HTTP.substring(colon + 1)));
    }

    private Organisation organisation(Optional<Section> section) {
        if (section.isEmpty()) {
            return new Organisation("", Set.of());
        }
        String name = section.get().text("name").map(Text::value).orElse("");
        Set<String> domains = new LinkedHashSet<>();
        for (Text text : section.get().texts("domains")) {
            forms.domain(text).ifPresent(domains::add);
        }
        section.get().end();
        return new Organisation(name, domains);
    }

    private Optional<Certificate> certificate(Optional<Section> section) {
        if (section.isEmpty()) {
            return Optional.empty();
        }
        Optional<Text> chain = section.get().text("certificate");
        Optional<Text> key = section.get().text("key");
        section.get().end();
        if (chain.isPresent() != key.isPresent()) {
            section.get()
                    .missing(
                            chain.isPresent() ? "key" : "certificate",
                            "certificate and key belong together (PEM files)");
        }
        chain.ifPresent(text -> claim(text, FileContent.CERTIFICATES));
        key.ifPresent(text -> claim(text, FileContent.PRIVATE_KEY));
        return chain.flatMap(c -> key.map(k -> new Certificate(c.path(), k.path())));
    }

    private Optional<Database> database(Optional<Section> section) {
        if (section.isEmpty()) {
            return Optional.empty();
        }
        Optional<Text> url = section.get().text("url");
        Optional<Text> user = section.get().text("user");
        Optional<Text> password = section.get().text("password-file");
        section.get().end();
        if (url.isEmpty()) {
            section.get().missing("url", "such as jdbc:postgresql://db.acme.test/tapline");
        }
        url.filter(text -> !text.value().startsWith("jdbc:postgresql:"))
                .ifPresent(
                        text ->
                                reading.report(
                                        text.problem(
                                                "must start with jdbc:postgresql:, but is '"
                                                        + text.value()
                                                        + "'")));
        password.ifPresent(text -> claim(text, FileContent.SECRET));
        return url.map(
                text ->
                        new Database(
                                text.value(),
                                user.map(Text::value).orElse("tapline"),
                                password.map(Text::path)));
    }

    /// The text may hold a password, so it is never repeated.
    private Optional<String> forwardTo(Optional<Section> section) {
        Optional<Text> broker = section.flatMap(journal -> journal.text("forward-to"));
        section.ifPresent(Section::end);
        broker.filter(text -> !text.value().startsWith("tcp://"))
                .ifPresent(
                        text ->
                                reading.report(
                                        text.problem(
                                                "must be the address of a broker, such as"
                                                        + " tcp://host:61616")));
        return broker.map(Text::value);
    }

    private Optional<BridgeLink> bridge(Optional<Section> section) {
        if (section.isEmpty()) {
            return Optional.empty();
        }
        Optional<Text> url = section.get().text("url");
        Optional<Text> token = section.get().text("token-file");
        section.get().end();
        if (url.isEmpty()) {
            section.get().missing("url", "such as https://crm.acme.test");
        }
        if (token.isEmpty()) {
            section.get().missing("token-file", "a file with a token of that bridge");
        }
        token.ifPresent(text -> claim(text, FileContent.SECRET));
        return url.flatMap(text -> forms.url(text, "https", "http"))
                .flatMap(uri -> token.map(text -> new BridgeLink(uri, text.path())));
    }

    private Enrol enrol(Section root, Organisation organisation) {
        Optional<Text> text = root.text("enrol");
        Optional<Enrol> given = text.flatMap(choice -> forms.choice(choice, Enrol.class));
        if (given.isEmpty()) {
            return organisation.domains().isEmpty() ? Enrol.LISTED : Enrol.ALL_OWN_DOMAINS;
        }
        if (given.get() == Enrol.ALL_OWN_DOMAINS && organisation.domains().isEmpty()) {
            text.ifPresent(
                    choice ->
                            reading.report(
                                    choice.problem(
                                            "is all-own-domains, but organisation.domains is"
                                                    + " empty; list your domains there")));
        }
        return given.get();
    }

    private void claim(Text text, FileContent content) {
        claims.add(new FileClaim(text.origin().text(), text.key(), text.path(), content));
    }

    /// Notes an address that must be free at start.
    static void claim(List<Claim> claims, Text text, InetSocketAddress address) {
        claims.add(new AddressClaim(text.origin().text(), text.key(), address));
    }
}
