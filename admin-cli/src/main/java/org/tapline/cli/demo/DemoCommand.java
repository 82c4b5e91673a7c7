package org.tapline.cli.demo;

import ch.qos.logback.classic.Level;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.Reason;
import org.tapline.cli.Surroundings;
import org.tapline.cli.Tapline;
import org.tapline.cli.configuration.Configuration;
import org.tapline.cli.configuration.ConfigurationReader;
import org.tapline.cli.configuration.ConfigurationSource;
import org.tapline.cli.launch.LogSetup;
import org.tapline.cli.launch.Role;
import org.tapline.cli.launch.Roles;
import org.tapline.cli.launch.UntilStopped;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tapline demo`
@Command(
        name = "demo",
        description =
                "See it work: starts everything on this machine with a sample mail server, sends and"
                        + " receives mail through the proxy and shows the timelines. Ctrl-C ends it.",
        footer = {"%nExamples:", "  tapline demo", "  tapline demo --exit"})
public final class DemoCommand implements Callable<Integer> {
    private static final String PASSWORD = "demo";

    private final Surroundings surroundings;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the demo; emptied at each start (./tapline-data/demo).")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--exit", description = "End after the timelines were shown.")
    private boolean exit;

    public DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        LogSetup.apply(false, Level.WARN);
        Path home =
                surroundings
                        .workingDirectory()
                        .resolve(folder.orElse(Path.of("tapline-data", "demo")))
                        .normalize();
        DemoFolder.prepare(home);
        say("Starting a sample mail server, the database and Tapline ...");
        SampleMailServer mailServer =
                SampleMailServer.start(
                        home, List.of(Conversation.ANNA, Conversation.BEN), PASSWORD);
        Roles roles;
        Path file = home.resolve("tapline.yaml");
        DemoPorts ports = DemoPorts.choose();
        try {
            roles = Roles.start(configuration(file, ports, mailServer), Role.ALL);
        } catch (RuntimeException failed) {
            mailServer.close();
            throw failed;
        }
        UntilStopped stop =
                UntilStopped.close(
                        () -> {
                            roles.close();
                            mailServer.close();
                        });
        try {
            show(home, file, ports, mailServer);
        } catch (MessagingException | IOException | RuntimeException failed) {
            stop.closeOnce();
            throw failed instanceof RuntimeException ours
                    ? ours
                    : new CommandFailure(
                            ExitStatus.FAILED, "the demo failed: " + failed.getMessage(), failed);
        }
        if (exit) {
            stop.closeOnce();
        } else {
            say("\nEverything keeps running. Ctrl-C ends it.");
            stop.await();
        }
        return ExitStatus.DONE.code();
    }

    private Configuration configuration(Path file, DemoPorts ports, SampleMailServer mailServer) {
        try {
            Files.writeString(file, DemoConfiguration.yaml(ports, mailServer));
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitStatus.FAILED, file + " cannot be written: " + Reason.of(failed), failed);
        }
        return ConfigurationReader.read(
                new ConfigurationSource(
                        Optional.of(file), Map.of(), surroundings.workingDirectory()));
    }

    private void show(Path home, Path file, DemoPorts ports, SampleMailServer mailServer)
            throws MessagingException, IOException, InterruptedException {
        Path certificate = DemoFolder.data(home).resolve("tls").resolve("self-signed.pem");
        MailClient anna =
                new MailClient(
                        Conversation.ANNA, PASSWORD, ports.imaps(), ports.smtps(), certificate);
        MailClient ben =
                new MailClient(
                        Conversation.BEN, PASSWORD, ports.imaps(), ports.smtps(), certificate);
        say("Adding two contacts ...\n");
        command(file, "contact", "add", "--email", Conversation.CAROL, "--name", "Carol Jones");
        say("");
        command(file, "contact", "add", "--email", Conversation.DAN, "--name", "Dan Wu");
        say("\nAnna and Ben read and send mail through Tapline, over TLS ...");
        Arrival.await(
                ConfigurationReader.read(
                        new ConfigurationSource(
                                Optional.of(file), Map.of(), surroundings.workingDirectory())),
                new Conversation(mailServer, anna, ben).play());
        say("");
        command(file, "timeline", Conversation.CAROL);
        say("");
        command(file, "timeline", Conversation.DAN);
        new NextSteps(file, ports, certificate, PASSWORD).lines().forEach(this::say);
    }

    /// Runs a command as the user would, and shows it.
    private void command(Path file, String... words) {
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "-c";
        all[words.length + 1] = shown(file);
        say("$ ./tapline " + String.join(" ", quoted(all)));
        int code = Tapline.run(surroundings, all);
        if (code != 0) {
            throw new CommandFailure(
                    ExitStatus.FAILED, "tapline " + words[0] + " ended with " + code);
        }
    }

    private static List<String> quoted(String... words) {
        return Arrays.stream(words)
                .map(word -> word.contains(" ") ? "\"" + word + "\"" : word)
                .toList();
    }

    private String shown(Path file) {
        Path here = surroundings.workingDirectory();
        return file.startsWith(here) ? here.relativize(file).toString() : file.toString();
    }

    private void say(String line) {
        surroundings.out().println(line);
    }
}
