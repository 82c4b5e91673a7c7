package org.tapline.cli.rest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.Reason;
import org.tapline.cli.configuration.Configuration;

/// Which instance is spoken to, and as whom.
///
/// @param server such as `http://127.0.0.1:8025`
/// @param token bearer token
/// @param startHint what to do when nothing answers there
public record ApiTarget(URI server, String token, String startHint) {

    /// The instance that runs from a configuration, with the token it left for its administrator.
    public static ApiTarget local(Configuration configuration) {
        String start =
                configuration
                        .file()
                        .map(file -> "start it with: tapline start -c " + file)
                        .orElse("start it with: tapline start");
        URI server =
                configuration
                        .bridge()
                        .map(Configuration.BridgeLink::url)
                        .orElseGet(() -> httpUrl(configuration.http()));
        Path file =
                configuration
                        .bridge()
                        .map(Configuration.BridgeLink::tokenFile)
                        .orElseGet(configuration::adminToken);
        return new ApiTarget(server, readToken(file, server, start), start);
    }

    /// The address to connect to for something that listens there.
    public static URI httpUrl(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = address.getHostString();
        if (ip != null) {
            host = ip.isAnyLocalAddress() ? "127.0.0.1" : ip.getHostAddress();
        }
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + bracketed + ":" + address.getPort());
    }

    private static String readToken(Path file, URI server, String start) {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException missing) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    "Tapline has not run yet at %s: %s does not exist; %s"
                            .formatted(server, file, start),
                    missing);
        } catch (AccessDeniedException denied) {
            throw new CommandFailure(
                    ExitStatus.REFUSED,
                    "The administrator's token in %s cannot be read; run this as the user that runs"
                            .concat(" Tapline, or pass --token")
                            .formatted(file),
                    denied);
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    "The administrator's token in %s cannot be read: %s"
                            .formatted(file, Reason.of(failed)),
                    failed);
        }
    }
}
