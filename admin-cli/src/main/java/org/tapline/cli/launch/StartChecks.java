package org.tapline.cli.launch;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tapline.cli.Reason;
import org.tapline.cli.configuration.Configuration;
import org.tapline.cli.configuration.Configuration.AddressClaim;
import org.tapline.cli.configuration.Configuration.Claim;
import org.tapline.cli.configuration.Configuration.FileClaim;
import org.tapline.cli.configuration.Configuration.FileContent;
import org.tapline.cli.configuration.Problem;

/// Whether the files and addresses that the configuration counts on can be used, asked before
/// anything is started.
final class StartChecks {
    /// Below this only root may listen, unless the system says otherwise.
    private static final int FIRST_UNPRIVILEGED_PORT = 1024;

    private StartChecks() {}

    /// Every problem; empty when the start may go on.
    static List<Problem> of(Configuration configuration, Role role) {
        List<Problem> problems = new ArrayList<>();
        for (Claim claim : configuration.claims()) {
            boolean needed =
                    claim.key().matches("listen\\.(http|bcc|milter).*")
                            ? role.bridge()
                            : needed(claim, role);
            if (needed) {
                problem(claim)
                        .map(what -> new Problem(claim.origin(), claim.key(), what))
                        .ifPresent(problems::add);
            }
        }
        return problems;
    }

    /// The problems of files alone: while we run, the addresses are ours.
    static List<Problem> ofFiles(Configuration configuration, Role role) {
        return of(configuration.claimingFilesOnly(), role);
    }

    private static boolean needed(Claim claim, Role role) {
        String group = claim.key().replaceAll("[.\\[].*", "");
        return switch (group) {
            case "listen", "upstream", "tls", "bridge" -> role.proxy();
            case "database", "relay" -> role.bridge();
            default -> true;
        };
    }

    private static Optional<String> problem(Claim claim) {
        return switch (claim) {
            case FileClaim file -> problem(file);
            case AddressClaim address -> problem(address.address());
        };
    }

    private static Optional<String> problem(FileClaim claim) {
        Path path = claim.path();
        if (!Files.exists(path)) {
            return Optional.of("names " + path + ", which does not exist");
        }
        if (Files.isDirectory(path)) {
            return Optional.of("names " + path + ", which is a folder; name the file in it");
        }
        if (!Files.isReadable(path)) {
            return Optional.of("names " + path + ", which the user who runs Tapline may not read");
        }
        return content(path, claim.content());
    }

    private static Optional<String> content(Path path, FileContent content) {
        try {
            return switch (content) {
                case CERTIFICATES -> certificates(path);
                case PRIVATE_KEY -> Optional.empty();
                case SECRET ->
                        Files.readString(path).isBlank()
                                ? Optional.of("names " + path + ", which is empty")
                                : Optional.empty();
            };
        } catch (IOException failed) {
            return Optional.of("names " + path + ", which cannot be read: " + Reason.of(failed));
        }
    }

    private static Optional<String> certificates(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            if (!CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
                return Optional.empty();
            }
        } catch (CertificateException notPem) {
            return Optional.of(noCertificate(path));
        }
        return Optional.of(noCertificate(path));
    }

    private static String noCertificate(Path path) {
        return "names "
                + path
                + ", which is no certificate in PEM form (-----BEGIN CERTIFICATE-----)";
    }

    private static Optional<String> problem(InetSocketAddress address) {
        String shown = address.getAddress().getHostAddress() + ":" + address.getPort();
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return Optional.empty();
        } catch (BindException taken) {
            boolean denied =
                    address.getPort() < FIRST_UNPRIVILEGED_PORT
                            && String.valueOf(taken.getMessage()).contains("ermission");
            return Optional.of(denied ? privileged(shown) : busy(shown, taken));
        } catch (SocketException denied) {
            return Optional.of(
                    address.getPort() < FIRST_UNPRIVILEGED_PORT
                            ? privileged(shown)
                            : "cannot listen on " + shown + ": " + denied.getMessage());
        } catch (IOException failed) {
            return Optional.of("cannot listen on " + shown + ": " + failed.getMessage());
        }
    }

    private static String privileged(String shown) {
        return "may not listen on "
                + shown
                + ": ports below 1024 are for root; give the right"
                + " (setcap, systemd AmbientCapabilities=CAP_NET_BIND_SERVICE) or choose a higher"
                + " port";
    }

    private static String busy(String shown, BindException taken) {
        String reason = String.valueOf(taken.getMessage());
        return reason.contains("in use")
                ? "cannot listen on "
                        + shown
                        + ": the port is taken; stop what listens there or"
                        + " choose another port"
                : "cannot listen on " + shown + ": " + reason;
    }
}
