package org.tapline.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// A Postfix of our own beside the lab's, which shows its mail to a milter. It knows the lab's
/// users and delivers to the lab's Dovecot.
final class MilterPostfix implements AutoCloseable {
    private final Path folder;
    private final int submission;
    private final int outside;

    private MilterPostfix(Path folder, int submission, int outside) {
        this.folder = folder;
        this.submission = submission;
        this.outside = outside;
    }

    /// Starts it.
    ///
    /// @param milter port on this machine
    static MilterPostfix start(Lab lab, int milter) throws IOException {
        Path folder = Files.createTempDirectory("tapline-postfix");
        Command.run(10, Map.of(), List.of("chmod", "755", folder.toString()))
                .expectSuccess("chmod");
        int[] ports = Lab.freePorts(2);
        Path queue = Files.createDirectory(folder.resolve("queue"));
        Path state = Files.createDirectory(folder.resolve("state"));
        UserPrincipal postfix =
                folder.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName("postfix");
        Files.setOwner(state, postfix);
        String main =
                Files.readString(lab.folder().resolve("conf/postfix/main.cf"))
                        .lines()
                        .filter(line -> !line.matches("(queue|data)_directory.*|maillog_file .*"))
                        .reduce("", (all, line) -> all + line + "\n");
        Path conf = Files.createDirectory(folder.resolve("conf"));
        Files.writeString(
                conf.resolve("main.cf"),
                main
                        + """
                        queue_directory = %1$s
                        data_directory = %2$s
                        maillog_file = %3$s
                        maillog_file_prefixes = /var, /dev/stdout, %4$s
                        smtpd_milters = inet:127.0.0.1:%5$d
                        non_smtpd_milters = inet:127.0.0.1:%5$d
                        milter_default_action = accept
                        smtpd_authorized_xclient_hosts = 127.0.0.1
                        """
                                .formatted(queue, state, folder.resolve("log"), folder, milter));
        String services =
                Files.readString(lab.folder().resolve("conf/postfix/master.cf"))
                        .lines()
                        .filter(line -> !line.startsWith("127.0.0.1:") && !line.startsWith("  -o"))
                        .reduce("", (all, line) -> all + line + "\n");
        Files.writeString(
                conf.resolve("master.cf"),
                """
                127.0.0.1:%d inet n - n - - smtpd
                  -o smtpd_sasl_auth_enable=yes
                  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
                127.0.0.1:%d inet n - n - - smtpd
                  -o smtpd_relay_restrictions=permit_mynetworks,permit_auth_destination,reject
                """
                                .formatted(ports[0], ports[1])
                        + services);
        MilterPostfix postfixServer = new MilterPostfix(folder, ports[0], ports[1]);
        postfixServer.postfix("start").expectSuccess("postfix start");
        postfixServer.awaitRunning();
        return postfixServer;
    }

    /// Where people sign in and send.
    int submission() {
        return submission;
    }

    /// Where other mail servers deliver.
    int outside() {
        return outside;
    }

    /// Hands a message in without SMTP, as a program on the mail server does.
    void sendmail(String from, String to, byte[] message) throws IOException {
        Path file = Files.write(folder.resolve("local.eml"), message);
        Command.run(
                        30,
                        Map.of("MAIL_CONFIG", folder.resolve("conf").toString()),
                        List.of(
                                "sh",
                                "-c",
                                "/usr/sbin/sendmail -i -f '" + from + "' '" + to + "' < " + file))
                .expectSuccess("sendmail");
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private void awaitRunning() {
        for (int i = 0; i < 100 && postfix("status").exit() != 0; i++) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        postfix("status").expectSuccess("postfix status");
    }

    private Command.Result postfix(String verb) {
        return Command.run(
                30,
                Map.of(),
                List.of("/usr/sbin/postfix", "-c", folder.resolve("conf").toString(), verb));
    }

    @Override
    public void close() {
        postfix("stop").expectSuccess("postfix stop");
    }
}
