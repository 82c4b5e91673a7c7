package org.tapline.cli.launch;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.bridge.Bridge;
import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.Version;
import org.tapline.cli.configuration.Configuration;
import org.tapline.cli.configuration.ConfigurationException;
import org.tapline.cli.configuration.Problem;
import org.tapline.cli.rest.ApiTarget;
import org.tapline.journal.BrokerAddress;
import org.tapline.journal.Journal;
import org.tapline.journal.JournalSettings;
import org.tapline.journal.artemis.EmbeddedJournal;
import org.tapline.journal.artemis.RemoteJournal;
import org.tapline.proxy.Proxy;
import org.tapline.proxy.ProxySettings.Certificate;
import org.tapline.proxy.ProxySettings.Enrol;
import org.tapline.proxy.directory.Directory;
import org.tapline.proxy.directory.DirectoryFeed;
import org.tapline.proxy.directory.ListedUsers;
import org.tapline.proxy.directory.OwnDomains;
import org.tapline.proxy.tls.CertificateSource;

/// The running roles, in the order they were started; closed in the opposite order: the proxy
/// drains, then the bridge stops, then the journal closes.
public final class Roles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Roles.class);

    /// How soon a user who is added counts.
    private static final Duration DIRECTORY_REFRESH = Duration.ofSeconds(2);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Configuration configuration;
    private final Role role;
    private @Nullable Directory directory;
    private @Nullable Proxy proxy;

    private Roles(Configuration configuration, Role role) {
        this.configuration = configuration;
        this.role = role;
    }

    /// Starts what the role asks for and returns when every listener is up.
    ///
    /// @throws ConfigurationException when a file or an address cannot be used
    /// @throws CommandFailure when something else stands in the way; nothing is left running
    public static Roles start(Configuration configuration, Role role) {
        Roles roles = new Roles(configuration, role);
        try {
            roles.start();
            return roles;
        } catch (IOException failed) {
            roles.close();
            throw new CommandFailure(ExitStatus.FAILED, StartFailures.line(failed), failed);
        } catch (RuntimeException failed) {
            roles.close();
            boolean told =
                    StartFailures.known(failed)
                            || failed instanceof CommandFailure
                            || failed instanceof ConfigurationException;
            if (!told) {
                LOG.error("event=start outcome=fault", failed);
            }
            throw StartFailures.known(failed)
                    ? new CommandFailure(ExitStatus.FAILED, StartFailures.line(failed), failed)
                    : failed;
        }
    }

    private void start() throws IOException {
        parts.push(DataFolder.take(configuration.data()));
        List<Problem> problems = StartChecks.of(configuration, role);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        parts.push(meters::close);
        Journal journal = journal();
        parts.push(journal);
        if (role.bridge()) {
            parts.push(
                    Bridge.start(
                            configuration.bridgeSettings(Version.number(), this::certificate),
                            journal,
                            meters));
        }
        if (role.proxy()) {
            Directory asked = directory(configuration);
            directory = asked;
            parts.push(this::closeDirectory);
            Proxy started = Proxy.start(configuration.proxySettings(), journal, asked, meters);
            parts.push(started);
            proxy = started;
        }
    }

    /// The configured certificate, or the self-signed one, which is made when it is not there yet.
    private Certificate certificate() {
        return CertificateSource.of(configuration.certificate(), configuration.data()).files();
    }

    private Journal journal() {
        Path folder = configuration.data().resolve("journal");
        long reserve = configuration.limits().spooling().diskReserve();
        Optional<BrokerAddress> broker = configuration.forwardTo().map(BrokerAddress::parse);
        return switch (role) {
            case ALL ->
                    EmbeddedJournal.open(new JournalSettings(folder, Optional.empty(), reserve));
            case PROXY ->
                    EmbeddedJournal.open(
                            new JournalSettings(
                                    folder,
                                    Optional.of(broker.orElseThrow(this::noBroker)),
                                    reserve));
            case BRIDGE ->
                    RemoteJournal.open(
                            broker.orElseThrow(this::noBroker), folder.resolve("remote-spool"));
        };
    }

    private CommandFailure noBroker() {
        return new CommandFailure(
                ExitStatus.USAGE,
                "journal.forward-to is missing; a proxy and a bridge in different processes meet at"
                        + " a broker: give both the same address, such as tcp://broker:61616");
    }

    /// Applies another configuration to the proxy.
    ///
    /// @return the keys that need a restart
    List<String> reload(Configuration fresh) {
        Proxy running = proxy;
        if (running == null) {
            return List.of();
        }
        Directory next = directory(fresh);
        List<String> unchanged;
        try {
            unchanged = running.reload(fresh.proxySettings(), next);
        } catch (RuntimeException refused) {
            close(next);
            throw refused;
        }
        closeDirectory();
        directory = next;
        return unchanged;
    }

    private void closeDirectory() {
        if (directory != null) {
            close(directory);
        }
    }

    /// One that refreshes itself stops; it still answers what it knows.
    private static void close(Directory directory) {
        switch (directory) {
            case ListedUsers listed -> listed.close();
            case OwnDomains own -> own.close();
            default -> {}
        }
    }

    private Directory directory(Configuration configuration) {
        Set<String> domains = configuration.organisation().domains();
        if (configuration.enrol() == Enrol.ALL_OWN_DOMAINS) {
            boolean asks = role != Role.PROXY || configuration.bridge().isPresent();
            return new OwnDomains(
                    domains, asks ? Optional.of(feed(configuration)) : Optional.empty());
        }
        return new ListedUsers(feed(configuration), domains);
    }

    /// What the bridge says, in this process or elsewhere.
    private DirectoryFeed feed(Configuration configuration) {
        URI bridge = ApiTarget.httpUrl(configuration.http());
        Path token = configuration.adminToken();
        if (role == Role.PROXY) {
            Configuration.BridgeLink link =
                    configuration
                            .bridge()
                            .orElseThrow(
                                    () ->
                                            new CommandFailure(
                                                    ExitStatus.USAGE,
                                                    "bridge is missing; with enrol: listed a proxy"
                                                            + " of its own asks the bridge who is"
                                                            + " observed: bridge: { url: ...,"
                                                            + " token-file: ... }"));
            bridge = link.url();
            token = link.tokenFile();
        }
        Path tokenFile = token;
        return DirectoryFeed.start(
                bridge, () -> readToken(tokenFile), configuration.data(), DIRECTORY_REFRESH);
    }

    private static String readToken(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Stops everything. What fails to stop is logged and does not keep the rest from stopping.
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception failed) {
                LOG.warn("{} did not stop cleanly", part.getClass().getSimpleName(), failed);
            }
        }
    }
}
