package org.tapline.cli.launch;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.Surroundings;
import org.tapline.cli.configuration.Configuration;
import org.tapline.cli.configuration.ConfigurationReader;
import org.tapline.cli.configuration.ConfigurationSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tapline start`
@Command(
        name = "start",
        description =
                "Run Tapline in the foreground. Prints the line 'ready' on standard output when every"
                        + " listener is up; reads its configuration again on SIGHUP; stops in order"
                        + " on SIGTERM.",
        footer = {
            "%nExamples:",
            "  tapline start -c tapline.yaml",
            "  TAPLINE_LOG=json tapline start -c /etc/tapline/tapline.yaml --role proxy"
        })
public final class StartCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration (or TAPLINE_CONFIG; else ./tapline.yaml).")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--role",
            paramLabel = "all|proxy|bridge",
            defaultValue = "all",
            description = "What runs in this process (${DEFAULT-VALUE}).")
    private Role role = Role.ALL;

    public StartCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        long started = System.nanoTime();
        LogSetup.apply("json".equals(surroundings.variables().get("TAPLINE_LOG")), Level.INFO);
        // Not a constant: making a logger costs every other command a tenth of a second.
        Logger log = LoggerFactory.getLogger(StartCommand.class);
        ConfigurationSource source =
                ConfigurationSource.find(
                        config, surroundings.variables(), surroundings.workingDirectory());
        if (!source.exists()) {
            throw new CommandFailure(
                    ExitStatus.USAGE,
                    "There is no ./tapline.yaml here. Name one with -c FILE (see"
                            + " tapline.example.yaml), or try: tapline demo");
        }
        Configuration configuration = ConfigurationReader.read(source);
        Roles roles = Roles.start(configuration, role);
        UntilStopped stop = UntilStopped.close(roles);
        Reloading reloading =
                new Reloading(
                        configuration,
                        () -> ConfigurationReader.read(source),
                        fresh -> StartChecks.ofFiles(fresh, role),
                        roles::reload);
        HangUp.runs(reloading::reload);
        log.info("ready after {} ms", Duration.ofNanos(System.nanoTime() - started).toMillis());
        surroundings.out().println("ready");
        surroundings.out().flush();
        // what starting needed is half of the heap, and goes back to the system
        System.gc();
        stop.await();
        return ExitStatus.DONE.code();
    }
}
