package org.tapline.bridge.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The recipients and the reason in a bounce that is only written for people.
final class BounceText {
    /// Characters of the text that are looked at.
    private static final int LOOKED_AT = 32 << 10;

    private static final Pattern STATUS =
            Pattern.compile("(?<![\\d.])([45]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])");
    private static final Pattern REPLY =
            Pattern.compile(
                    "(?:(?<![\\d.:/-])|(?<=CODE :))([45][0-7]\\d)(?=[ -]|,(?= ERROR_CODE))");
    private static final Pattern TEMPORARY =
            Pattern.compile(
                    "will (?:continue|keep|be retried|retry|try)|still (?:being )?(?:trying|retried)"
                            + "|warning message only|delayed|not yet been delivered|temporar"
                            + "|do not need to resend|has been delayed",
                    Pattern.CASE_INSENSITIVE);
    /// Given up, though nobody said that it will never be of use (RFC 3463 §3.5, X.4.7).
    private static final Pattern EXPIRED =
            Pattern.compile(
                    "retry time(?:out)? (?:not reached|exceeded)|failing for a long time"
                            + "|message timed out|in the queue too long",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern RETURNED =
            Pattern.compile(
                    "^(?!.{0,60}MTS-ID)[> \\t]*"
                            + "(?:-{2,}.{0,40}(?:original|returned|copy|below|message|header|unsent)"
                            + ".{0,60}|(?:received|return-path|message-id|x-[a-z-]+):(?!//).*"
                            + "|.{0,60}(?:original message|copy of the message|copy of your message"
                            + "|message headers|text of the message|message follows).{0,60})$",
                    Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private BounceText() {}

    static List<Bounce.Recipient> recipients(MailKinds.Marks marks) {
        String text = marks.text().substring(0, Math.min(marks.text().length(), LOOKED_AT));
        String told = told(text);
        Bounce.Action action =
                TEMPORARY.matcher(marks.subject() + "\n" + told).find() && !failedForGood(told)
                        ? Bounce.Action.DELAYED
                        : Bounce.Action.FAILED;
        Set<String> addresses = BouncedAddresses.find(marks, told, text);
        Matcher status = STATUS.matcher(told);
        Matcher reply = REPLY.matcher(told);
        String code =
                status.find()
                        ? status.group(1)
                        : reply.find()
                                ? reply.group(1).charAt(0) + ".0.0"
                                : EXPIRED.matcher(told).find() ? "4.4.7" : "";
        String diagnostic = diagnostic(told);
        List<Bounce.Recipient> out = new ArrayList<>();
        for (String address : addresses) {
            out.add(new Bounce.Recipient(address, action, code, diagnostic));
        }
        return out;
    }

    /// The mail system's own words: what stands before the returned message.
    private static String told(String text) {
        Matcher returned = RETURNED.matcher(text);
        int from = 0;
        while (returned.find(from)) {
            if (BouncedAddresses.ADDRESS.matcher(text.substring(0, returned.start())).find()) {
                return text.substring(0, returned.start());
            }
            if (returned.end() >= text.length()) {
                break;
            }
            from = returned.end() + 1;
            if (from > 4_096) {
                break;
            }
        }
        return text;
    }

    private static boolean failedForGood(String told) {
        return Pattern.compile(
                        "permanent|giving up|given up|fatal|user unknown", Pattern.CASE_INSENSITIVE)
                .matcher(told)
                .find();
    }

    /// A field of the returned message where that is part of the text.
    static Optional<String> returnedField(String text, String name) {
        Matcher matcher =
                Pattern.compile(
                                "^[> \\t]*" + name + ":[ \\t]*(\\S.*)$",
                                Pattern.CASE_INSENSITIVE | Pattern.MULTILINE)
                        .matcher(text.substring(0, Math.min(text.length(), LOOKED_AT)));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String diagnostic(String told) {
        for (String line : told.split("\n", -1)) {
            if (STATUS.matcher(line).find() || REPLY.matcher(line).find()) {
                return BounceSearch.bounded(line);
            }
        }
        return "";
    }
}
