package org.tapline.bridge.mime;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whom a bounce that is only written for people is about.
///
/// Such a text names others too: the mail system itself, who helps, whom the bounce goes to. They
/// count only where nobody else is named, for such an address may have bounced as well.
final class BouncedAddresses {
    /// A bounce of this form names few recipients.
    static final int MOST = 50;

    static final Pattern ADDRESS =
            Pattern.compile(
                    "[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,190}[A-Za-z0-9]");

    /// Lines that repeat the header or the envelope of the returned message.
    private static final Pattern REPEATED =
            Pattern.compile(
                    "^[ \\t>]*(?:to|cc|from|sender|reply-to|sent|subject|date|message-id)\\s*:.*"
                            + "|^from \\S+.*|.*\\bmail from:.*",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern LISTED =
            Pattern.compile("(?:^[ \\t]*|<)" + ADDRESS.pattern(), Pattern.MULTILINE);

    private static final Set<String> SYSTEMS =
            Set.of("postmaster", "mailer-daemon", "abuse", "helpdesk", "support", "hostmaster");

    private final MailKinds.Marks marks;

    private BouncedAddresses(MailKinds.Marks marks) {
        this.marks = marks;
    }

    /// @param told what the mail system says in its own words
    /// @param text the same with what it returns
    static Set<String> find(MailKinds.Marks marks, String told, String text) {
        return new BouncedAddresses(marks).find(told, text);
    }

    private Set<String> find(String told, String text) {
        Optional<String> failed = marks.headers().raw("X-Failed-Recipients");
        if (failed.isPresent()) {
            return in(failed.get(), each -> true);
        }
        StringBuilder own = new StringBuilder();
        told.lines()
                .filter(line -> !REPEATED.matcher(line).matches())
                .forEach(line -> own.append(line).append('\n'));
        String returned = returnedTo(text).orElse("");
        return Stream.<Supplier<Set<String>>>of(
                        () -> in(own.toString(), this::outside),
                        () -> in(told, this::outside),
                        () -> in(returned, this::outside),
                        () -> in(listed(own.toString()), this::notTheSender),
                        () -> in(returned, each -> true))
                .map(Supplier::get)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(Set.of());
    }

    /// The addresses that begin a line or stand in angle brackets: not those of a salutation.
    private static String listed(String text) {
        return LISTED.matcher(text)
                .results()
                .limit(MOST)
                .map(MatchResult::group)
                .collect(Collectors.joining("\n"));
    }

    private static Set<String> in(String text, Predicate<String> counts) {
        Set<String> keys = new LinkedHashSet<>();
        Set<String> found = new LinkedHashSet<>();
        Matcher matcher = ADDRESS.matcher(text);
        while (matcher.find() && found.size() < MOST) {
            String address = StatusFields.trimmed(matcher.group());
            if (counts.test(address) && keys.add(address.toLowerCase(Locale.ROOT))) {
                found.add(address);
            }
        }
        return found;
    }

    private boolean outside(String address) {
        String key = address.toLowerCase(Locale.ROOT);
        return notTheSender(address)
                && !named(marks.to(), address)
                && !SYSTEMS.contains(key.substring(0, Math.max(0, key.indexOf('@'))))
                && !key.endsWith("@localhost");
    }

    private boolean notTheSender(String address) {
        return !named(marks.from(), address);
    }

    private static boolean named(List<MailAddress> people, String address) {
        return people.stream().anyMatch(one -> one.address().equalsIgnoreCase(address));
    }

    private Optional<String> returnedTo(String text) {
        for (ReportPart part : marks.reports()) {
            Map<String, String> fields = StatusFields.groups(part.text()).getFirst();
            String to = fields.getOrDefault("x-original-to", fields.getOrDefault("to", ""));
            if (to.indexOf('@') > 0) {
                return Optional.of(to);
            }
        }
        return BounceText.returnedField(text, "to");
    }
}
