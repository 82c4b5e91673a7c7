package org.tapline.bridge.person;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Takes the addresses and names of a person out of a text.
///
/// A name counts as a whole word, whatever the white space in it; an address also in the forms it
/// has in links and in return paths (`carol%40kunde.test`, `carol=kunde.test`). A longer address
/// that ends with it is somebody else's.
final class Redaction {
    /// What stands in the place.
    static final String MARK = "[erased]";

    private static final String BEFORE = "(?<![\\p{L}\\p{N}._%+-])";
    private static final String BEHIND = "(?![\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}])";
    private static final String AT = "(?:@|%40|=40|&#64;|=)";

    private final Pattern all;
    private final Pattern addresses;
    private final List<String> lowered;

    Redaction(Person person) {
        List<String> forms = person.addresses().stream().map(Redaction::address).toList();
        List<String> names = person.names().stream().map(Redaction::name).toList();
        this.addresses = pattern(forms);
        this.all = pattern(Stream.concat(forms.stream(), names.stream()).toList());
        this.lowered =
                Stream.concat(person.addresses().stream(), person.keys().stream())
                        .map(each -> each.toLowerCase(Locale.ROOT))
                        .distinct()
                        .toList();
    }

    /// Without address and name.
    String of(String text) {
        return all.matcher(text).replaceAll(MARK);
    }

    /// Whether an address stands in the text.
    boolean mentioned(String text) {
        return addresses.matcher(text).find();
    }

    /// Whether an address or a name stands in the text.
    boolean named(String text) {
        return all.matcher(text).find();
    }

    /// Local parts that a text must contain if it mentions an address, for looking through tables.
    List<String> traces() {
        List<String> traces = new ArrayList<>();
        for (String address : lowered) {
            traces.add(address.substring(0, Math.max(address.lastIndexOf('@'), 0)));
        }
        return traces.stream().filter(each -> !each.isEmpty()).distinct().toList();
    }

    private static String address(String address) {
        int at = address.lastIndexOf('@');
        return at < 0
                ? BEFORE + Pattern.quote(address) + BEHIND
                : BEFORE
                        + Pattern.quote(address.substring(0, at))
                        + AT
                        + Pattern.quote(address.substring(at + 1))
                        + BEHIND;
    }

    private static String name(String name) {
        return "(?<![\\p{L}\\p{N}])"
                + Stream.of(name.strip().split("\\s+"))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("\\s+"))
                + "(?![\\p{L}\\p{N}])";
    }

    /// The longest first: a name that holds another goes as a whole.
    private static Pattern pattern(List<String> forms) {
        String any =
                forms.stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .collect(Collectors.joining("|"));
        return Pattern.compile(
                any.isEmpty() ? "(?!)" : any, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
