package org.tapline.cli.command;

import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.Surroundings;
import org.tapline.cli.configuration.Configuration;
import org.tapline.cli.configuration.ConfigurationReader;
import org.tapline.cli.configuration.ConfigurationSource;
import org.tapline.cli.rest.Api;
import org.tapline.cli.rest.ApiTarget;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// The options that every command about a running instance has, and what follows from them.
final class Session {
    private static final String REMOTE_HINT = "check --server, or start it there";

    private final Surroundings surroundings;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The instance's tapline.yaml (or TAPLINE_CONFIG; else ./tapline.yaml).")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "A remote instance instead (or TAPLINE_SERVER).")
    private Optional<String> server = Optional.empty();

    @Option(
            names = "--token",
            paramLabel = "T",
            description = "The token for --server (or TAPLINE_TOKEN).")
    private Optional<String> token = Optional.empty();

    @Option(names = "--json", description = "Print one JSON document instead of a table.")
    private boolean json;

    Session(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    Api api() {
        return new Api(target());
    }

    /// The items of a list.
    JsonNode list(RestPath path, Limit limit) {
        int most = limit.most(); // before anything is asked of anybody
        return api().list(path, most);
    }

    Output output() {
        return new Output(surroundings, json);
    }

    boolean json() {
        return json;
    }

    PrintStream out() {
        return surroundings.out();
    }

    private ApiTarget target() {
        Optional<String> url = server;
        if (url.isEmpty() && config.isEmpty()) {
            url = variable("TAPLINE_SERVER");
        }
        if (url.isPresent()) {
            return remote(url.get());
        }
        if (token.isPresent()) {
            throw usage("--token goes with --server URL");
        }
        ConfigurationSource source =
                ConfigurationSource.find(
                        config, surroundings.variables(), surroundings.workingDirectory());
        if (!source.exists()) {
            throw usage(
                    "There is no ./tapline.yaml here. Name one with -c FILE, or a running instance"
                            + " with --server URL --token T");
        }
        Configuration configuration = ConfigurationReader.read(source);
        return ApiTarget.local(configuration);
    }

    private ApiTarget remote(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException malformed) {
            throw usage("--server needs a URL such as http://127.0.0.1:8025, but has " + url);
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw usage("--server needs a URL such as http://127.0.0.1:8025, but has " + url);
        }
        String secret =
                token.or(() -> variable("TAPLINE_TOKEN"))
                        .orElseThrow(
                                () ->
                                        usage(
                                                "--server needs --token T; the administrator's"
                                                        + " token is in admin.token in the data"
                                                        + " folder of that instance"));
        return new ApiTarget(uri, secret, REMOTE_HINT);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(surroundings.variables().get(name))
                .filter(value -> !value.isBlank());
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitStatus.USAGE, message);
    }
}
