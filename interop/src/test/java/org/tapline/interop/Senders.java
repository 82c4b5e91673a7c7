package org.tapline.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Programs that send a message of ours as it lies in a file: implicit TLS, signed in, recipients
/// given beside the message.
final class Senders {
    private final Lab lab;
    private final int port;
    private final String user;

    Senders(Lab lab, int port, String user) {
        this.lab = lab;
        this.port = port;
        this.user = user;
    }

    /// Runs one of them; a refused message or recipient fails the test.
    ///
    /// @param program `swaks`, `swaks --pipeline`, `msmtp`, `smtplib` or `nodemailer`
    void send(String program, Path message, List<String> recipients) {
        List<String> words =
                switch (program) {
                    case "swaks" -> swaks(List.of(), message, recipients);
                    case "swaks --pipeline" -> swaks(List.of("--pipeline"), message, recipients);
                    case "msmtp" -> msmtp(message, recipients);
                    case "smtplib" ->
                            script(
                                    "python3",
                                    List.of(resource("send.py").toString()),
                                    message,
                                    recipients);
                    case "nodemailer" ->
                            script(
                                    "node",
                                    List.of(
                                            resource("send.mjs").toString(),
                                            nodePackages().toString()),
                                    message,
                                    recipients);
                    default -> throw new IllegalArgumentException(program);
                };
        Command.run(120, Map.of(), words).expectSuccess(words);
    }

    private List<String> swaks(List<String> options, Path message, List<String> recipients) {
        lab.needClient("swaks");
        List<String> words = new ArrayList<>(List.of("swaks", "--silent", "2"));
        words.addAll(options);
        words.addAll(List.of("--server", "127.0.0.1", "--port", Integer.toString(port)));
        words.addAll(List.of("--tls-on-connect", "--tls-verify"));
        words.addAll(List.of("--tls-ca-path", lab.authority().toString()));
        words.addAll(List.of("--auth", "PLAIN", "--auth-user", user, "--auth-password", "pw"));
        words.addAll(List.of("--from", user, "--to", String.join(",", recipients)));
        words.addAll(List.of("--data", "@" + message));
        return words;
    }

    private List<String> msmtp(Path message, List<String> recipients) {
        lab.needClient("msmtp");
        // The shell gives it the message; all words come after the script, as they are.
        List<String> words =
                new ArrayList<>(
                        List.of("sh", "-c", "exec msmtp \"$@\" < \"$0\"", message.toString()));
        words.addAll(List.of("-C", "/dev/null", "--host=localhost", "--port=" + port));
        words.addAll(List.of("--auth=plain", "--user=" + user, "--passwordeval=echo pw"));
        words.addAll(List.of("--tls=on", "--tls-starttls=off"));
        words.addAll(List.of("--tls-trust-file=" + lab.authority(), "--from=" + user, "--"));
        words.addAll(recipients);
        return words;
    }

    private List<String> script(
            String interpreter, List<String> first, Path message, List<String> recipients) {
        lab.needClient(interpreter);
        List<String> words = new ArrayList<>(List.of(interpreter));
        words.addAll(first);
        words.addAll(List.of(Integer.toString(port), lab.authority().toString(), user));
        words.add(message.toString());
        words.addAll(recipients);
        return words;
    }

    private static Path resource(String name) {
        return Lab.projectRoot().resolve("interop/src/test/resources/org/tapline/interop/" + name);
    }

    /// Where the kit installs nodemailer.
    private static Path nodePackages() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("mail-lab-clients");
    }
}
