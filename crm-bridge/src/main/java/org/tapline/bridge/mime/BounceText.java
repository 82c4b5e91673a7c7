package org.tapline.bridge.mime;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The recipients and the reason in a bounce that is only written for people.
final class BounceText {
    /// Characters of the text that are looked at.
    private static final int LOOKED_AT = 32 << 10;

    /// A bounce of this form names few recipients.
    private static final int MOST_RECIPIENTS = 50;

    private static final Pattern ADDRESS =
            Pattern.compile(
                    "[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,190}[A-Za-z0-9]");
    private static final Pattern STATUS =
            Pattern.compile("(?<![\\d.])([45]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])");
    private static final Pattern REPLY = Pattern.compile("(?<![\\d.:/-])([45][0-7]\\d)(?=[ -])");
    private static final Pattern TEMPORARY =
            Pattern.compile(
                    "will (?:continue|keep|be retried|retry|try)|still (?:being )?(?:trying|retried)"
                            + "|warning message only|delayed|not yet been delivered|temporar"
                            + "|do not need to resend|has been delayed",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern RETURNED =
            Pattern.compile(
                    "^[> \\t]*(?:-{2,}.{0,40}(?:original|returned|copy|below|message|header|unsent)"
                            + ".{0,60}|(?:received|return-path|message-id|x-[a-z-]+):\\s.*"
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
        Set<String> addresses = addresses(marks, told, text);
        Matcher status = STATUS.matcher(told);
        Matcher reply = REPLY.matcher(told);
        String code =
                status.find()
                        ? status.group(1)
                        : reply.find() ? reply.group(1).charAt(0) + ".0.0" : "";
        String diagnostic = diagnostic(told);
        List<Bounce.Recipient> out = new ArrayList<>();
        for (String address : addresses) {
            if (out.size() < MOST_RECIPIENTS) {
                out.add(new Bounce.Recipient(address, action, code, diagnostic));
            }
        }
        return out;
    }

    /// The mail system's own words: what stands before the returned message.
    private static String told(String text) {
        Matcher returned = RETURNED.matcher(text);
        int from = 0;
        while (returned.find(from)) {
            if (ADDRESS.matcher(text.substring(0, returned.start())).find()) {
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

    private static Set<String> addresses(MailKinds.Marks marks, String told, String text) {
        Set<String> found = new LinkedHashSet<>();
        marks.headers().raw("X-Failed-Recipients").ifPresent(field -> collect(field, marks, found));
        if (found.isEmpty()) {
            collect(told, marks, found);
        }
        if (found.isEmpty()) {
            returnedTo(marks, text).ifPresent(to -> collect(to, marks, found));
        }
        return found;
    }

    private static void collect(String text, MailKinds.Marks marks, Set<String> into) {
        Matcher matcher = ADDRESS.matcher(text);
        Set<String> seen = new LinkedHashSet<>();
        while (matcher.find() && into.size() < MOST_RECIPIENTS) {
            String address = StatusFields.trimmed(matcher.group());
            String key = address.toLowerCase(Locale.ROOT);
            boolean own =
                    concat(marks).stream().anyMatch(one -> one.address().equalsIgnoreCase(address))
                            || key.startsWith("postmaster@")
                            || key.startsWith("mailer-daemon@")
                            || key.startsWith("abuse@")
                            || key.startsWith("helpdesk@")
                            || key.startsWith("support@");
            if (!own && seen.add(key) && into.stream().noneMatch(a -> a.equalsIgnoreCase(key))) {
                into.add(address);
            }
        }
    }

    private static List<MailAddress> concat(MailKinds.Marks marks) {
        List<MailAddress> all = new ArrayList<>(marks.from());
        all.addAll(marks.to());
        return all;
    }

    private static Optional<String> returnedTo(MailKinds.Marks marks, String text) {
        for (ReportPart part : marks.reports()) {
            Map<String, String> fields = StatusFields.groups(part.text()).getFirst();
            String to = fields.getOrDefault("x-original-to", fields.getOrDefault("to", ""));
            if (to.indexOf('@') > 0) {
                return Optional.of(to);
            }
        }
        return returnedField(text, "to");
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
