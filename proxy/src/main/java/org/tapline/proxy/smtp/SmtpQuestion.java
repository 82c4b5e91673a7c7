package org.tapline.proxy.smtp;

import java.util.List;
import org.tapline.proxy.front.Probe;

/// How a submission server is asked for its extensions (RFC 5321 §4.1.1.1).
public final class SmtpQuestion {
    private SmtpQuestion() {}

    /// One question, for one connection.
    public static Probe.Question ask(SmtpSettings settings) {
        return new Probe.Question(
                "EHLO " + settings.host() + "\r\n",
                "QUIT\r\n",
                new SmtpAnswers(true, settings.limits().reply()),
                SmtpQuestion::lines);
    }

    private static List<String> lines(String reply) {
        return reply.lines()
                .skip(1)
                .filter(line -> line.length() > 4)
                .map(line -> line.substring(4))
                .toList();
    }
}
