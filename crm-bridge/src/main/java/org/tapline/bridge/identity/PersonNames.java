package org.tapline.bridge.identity;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A person's name from what stood in front of an address.
///
/// In order: encoded leftovers are decoded, quotes taken off, tags in brackets and "via ..."
/// removed, "Last, First" turned round; a text that only repeats an address, or has no letter,
/// counts as no name. As the last resort the local part is made readable.
public final class PersonNames {

    /// Longest name kept, in characters; display names are not bounded by RFC 5322.
    public static final int LONGEST = 200;

    private static final Pattern BRACKETS = Pattern.compile("\\([^()]*\\)|\\[[^\\[\\]]*]");
    private static final Pattern VIA =
            Pattern.compile("(?iU)\\s+(via|über|par|por|przez|door|tramite)\\s+\\S.*$");
    private static final Pattern ENCODED =
            Pattern.compile("=\\?([\\w-]{1,30})(?:\\*[\\w-]{1,20})?\\?([BbQq])\\?([^?\\s]*)\\?=");
    /// What Mailman writes for somebody who gave no name: the local part with dashes.
    private static final Pattern UNNAMED = Pattern.compile("\\S+---");

    private static final Pattern WORDS = Pattern.compile("[._\\-\\s]+");
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}\\p{Cf}\\p{Cc}]+");

    /// Behind a comma these belong to the name and are no first name.
    private static final Set<String> SUFFIXES =
            Set.of(
                    "jr", "sr", "ii", "iii", "iv", "phd", "md", "mba", "esq", "cpa", "dds", "msc",
                    "bsc", "mp", "qc", "kc", "inc", "llc", "ltd", "gmbh", "ag", "co", "corp");

    private PersonNames() {}

    /// The name to show for a new contact; never blank unless the address is.
    ///
    /// @param display what stood before the address, decoded or not; empty when absent
    /// @param address the address it stood before
    public static String fromDisplay(String display, String address) {
        String bounded =
                display.length() > 4 * LONGEST ? display.substring(0, 4 * LONGEST) : display;
        String name = decoded(bounded);
        name = unquoted(squeezed(name));
        name = squeezed(VIA.matcher(withoutBrackets(name)).replaceFirst(""));
        name = unquoted(name);
        if (nameless(name)) {
            return fromLocalPart(address);
        }
        name = turned(name);
        return shortened(Normalizer.normalize(name, Normalizer.Form.NFC));
    }

    private static boolean nameless(String name) {
        return name.indexOf('@') >= 0
                || UNNAMED.matcher(name).matches()
                || name.codePoints().noneMatch(Character::isLetter);
    }

    private static String withoutBrackets(String name) {
        String before = name;
        // Each round takes the innermost pairs off; three rounds are more than anybody writes.
        for (int round = 0; round < 3; round++) {
            String after = BRACKETS.matcher(before).replaceAll(" ");
            if (after.equals(before)) {
                break;
            }
            before = after;
        }
        // "(Anna Lind)" alone is a name in brackets, not a tag.
        String rest = squeezed(before);
        return rest.isEmpty() ? name.replaceAll("[()\\[\\]]", " ") : rest;
    }

    /// Quotes of any kind around the whole, once or more: `"'Anna Lind'"`.
    private static String unquoted(String name) {
        String text = name.replace("\\\"", "\"").replace("\\'", "'");
        while (text.length() >= 2
                && quote(text.charAt(0))
                && quote(text.charAt(text.length() - 1))) {
            text = text.substring(1, text.length() - 1).strip();
        }
        return text.replace("\"", "");
    }

    private static boolean quote(char c) {
        return "\"'`´‘’“”„«»".indexOf(c) >= 0;
    }

    private static String turned(String name) {
        int comma = name.indexOf(',');
        if (comma <= 0 || comma != name.lastIndexOf(',')) {
            return name;
        }
        String last = name.substring(0, comma).strip();
        String first = name.substring(comma + 1).strip();
        String word = first.replace(".", "").toLowerCase(Locale.ROOT);
        if (first.isEmpty() || last.isEmpty()) {
            return (last + first).strip();
        }
        return SUFFIXES.contains(word) ? name : first + ' ' + last;
    }

    private static String fromLocalPart(String address) {
        AddressKey key = AddressKey.of(address);
        String local = RoleWords.untagged(key.local());
        List<String> words = new ArrayList<>();
        for (String word : WORDS.splitAsStream(local).toList()) {
            if (!word.isEmpty()) {
                int first = word.offsetByCodePoints(0, 1);
                words.add(
                        word.substring(0, first).toUpperCase(Locale.ROOT) + word.substring(first));
            }
        }
        return shortened(words.isEmpty() ? key.value() : String.join(" ", words));
    }

    /// Encoded words (RFC 2047 §2) that a reader left standing, for example inside quotes.
    private static String decoded(String text) {
        Matcher word = ENCODED.matcher(text.replaceAll("\\?=\\s+=\\?", "?==?"));
        return word.replaceAll(
                match ->
                        Matcher.quoteReplacement(
                                EncodedLeftover.decode(
                                        match.group(1), match.group(2), match.group(3))));
    }

    private static String squeezed(String text) {
        return SPACES.matcher(text).replaceAll(" ").strip();
    }

    private static String shortened(String name) {
        if (name.length() <= LONGEST) {
            return name;
        }
        int end = Character.isHighSurrogate(name.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return name.substring(0, end).strip();
    }
}
