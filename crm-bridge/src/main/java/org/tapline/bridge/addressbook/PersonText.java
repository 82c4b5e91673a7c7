package org.tapline.bridge.addressbook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tapline.bridge.identity.AddressKey;

/// Makes a [Line] of what a file says of somebody.
final class PersonText {
    /// No name of a person or company is longer.
    private static final int LONGEST_NAME = 500;

    /// Nobody has more.
    private static final int MOST_ADDRESSES = 50;

    /// Longest that is told of an address in a report.
    private static final int SHOWN = 100;

    private static final Pattern SEPARATORS = Pattern.compile("[;,\\s]+|:::");
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Cc}]+");

    private PersonText() {}

    /// @param addresses cells, each of which may hold several
    static Line line(long number, String name, String company, List<String> addresses) {
        Map<AddressKey, String> found = new LinkedHashMap<>();
        for (String cell : addresses) {
            for (String address : SEPARATORS.split(cell)) {
                if (address.isEmpty()) {
                    continue;
                }
                AddressKey key = AddressKey.of(address);
                if (!key.routable() || address.chars().anyMatch(Character::isISOControl)) {
                    return new Line.Unusable(
                            number, "\"" + shortened(address) + "\" is not an e-mail address");
                }
                found.putIfAbsent(key, address);
            }
        }
        if (found.isEmpty()) {
            return new Line.Unusable(number, "there is no e-mail address");
        }
        if (found.size() > MOST_ADDRESSES) {
            return new Line.Unusable(
                    number, "there are more than " + MOST_ADDRESSES + " addresses");
        }
        String oneName = oneLine(name);
        String oneCompany = oneLine(company);
        if (oneName.length() > LONGEST_NAME || oneCompany.length() > LONGEST_NAME) {
            return new Line.Unusable(
                    number, "the name has more than " + LONGEST_NAME + " characters");
        }
        return new Line.Person(
                number,
                oneName,
                Optional.of(oneCompany).filter(text -> !text.isEmpty()),
                new ArrayList<>(found.values()));
    }

    private static String oneLine(String text) {
        return SPACES.matcher(text).replaceAll(" ").strip();
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
