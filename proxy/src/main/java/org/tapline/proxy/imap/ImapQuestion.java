package org.tapline.proxy.imap;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tapline.proxy.front.Probe;

/// How an IMAP upstream is asked for its capabilities (RFC 9051 §6.1.1).
public final class ImapQuestion {
    private static final String TAG = "TAPLINE4";
    private static final String LIST = "* CAPABILITY ";

    private ImapQuestion() {}

    /// One question, for one connection.
    public static Probe.Question ask(ImapLimits limits) {
        byte[] tag = TAG.getBytes(StandardCharsets.US_ASCII);
        return new Probe.Question(
                TAG + " CAPABILITY\r\n",
                TAG + " LOGOUT\r\n",
                new ImapAnswers(tag, true, limits.responseLine()),
                ImapQuestion::names);
    }

    private static List<String> names(String answer) {
        return answer.lines()
                .filter(line -> line.regionMatches(true, 0, LIST, 0, LIST.length()))
                .flatMap(line -> List.of(line.substring(LIST.length()).split(" +")).stream())
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
