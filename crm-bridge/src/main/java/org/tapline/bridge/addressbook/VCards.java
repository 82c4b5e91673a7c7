package org.tapline.bridge.addressbook;

import ezvcard.VCard;
import ezvcard.io.text.VCardReader;
import ezvcard.parameter.EmailType;
import ezvcard.property.Email;
import ezvcard.property.FormattedName;
import ezvcard.property.Organization;
import ezvcard.property.StructuredName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads vCards (RFC 6350, RFC 2426, and the older 2.1), one after the other.
///
/// Each card is cut out by its BEGIN and END lines and parsed by itself: so every report has its
/// line, one broken card spoils no other, and pictures are passed by without being held.
final class VCards implements LineSource {
    /// Characters of a card without its pictures; nobody's is longer.
    private static final int LONGEST_CARD = 256 * 1024;

    private static final List<String> PASSED_BY = List.of("PHOTO", "LOGO", "SOUND", "KEY");

    private final BufferedReader lines;
    private long number;

    VCards(Reader reader) {
        this.lines = new BufferedReader(reader);
    }

    @Override
    public Optional<Line> next() throws IOException {
        StringBuilder card = new StringBuilder();
        long begin = 0;
        boolean passing = false;
        for (String line = read(); line != null; line = read()) {
            String upper = line.strip().toUpperCase(Locale.ROOT);
            if (upper.equals("BEGIN:VCARD")) {
                begin = number;
                card.setLength(0);
            }
            if (begin == 0) {
                continue;
            }
            boolean continued = line.startsWith(" ") || line.startsWith("\t");
            passing = continued ? passing : passedBy(upper);
            if (!passing && card.length() + line.length() <= LONGEST_CARD) {
                card.append(line).append("\r\n");
            } else if (!passing) {
                return Optional.of(tooLong(begin));
            }
            if (upper.equals("END:VCARD")) {
                return Optional.of(parsed(begin, card.toString()));
            }
        }
        return begin == 0
                ? Optional.empty()
                : Optional.of(new Line.Unusable(begin, "the card has no end"));
    }

    private Line tooLong(long begin) throws IOException {
        for (String line = read(); line != null; line = read()) {
            if (line.strip().equalsIgnoreCase("END:VCARD")) {
                break;
            }
        }
        return new Line.Unusable(begin, "the card is longer than " + LONGEST_CARD + " characters");
    }

    private @Nullable String read() throws IOException {
        number++;
        return lines.readLine();
    }

    /// `PHOTO;...:` or `item1.PHOTO;...:`.
    private static boolean passedBy(String upper) {
        String name = upper.split("[;:]", 2)[0];
        return PASSED_BY.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static Line parsed(long begin, String text) throws IOException {
        try (VCardReader reader = new VCardReader(text)) {
            VCard card = reader.readNext();
            return card == null
                    ? new Line.Unusable(begin, "the card cannot be read")
                    : line(begin, card);
        }
    }

    private static Line line(long begin, VCard card) {
        return PersonText.line(
                begin,
                Optional.ofNullable(card.getFormattedName())
                        .map(FormattedName::getValue)
                        .or(() -> Optional.ofNullable(card.getStructuredName()).map(VCards::name))
                        .orElse(""),
                Stream.ofNullable(card.getOrganization())
                        .map(Organization::getValues)
                        .flatMap(List::stream)
                        .findFirst()
                        .orElse(""),
                card.getEmails().stream()
                        .sorted(Comparator.comparingInt(VCards::rank))
                        .map(Email::getValue)
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static String name(StructuredName name) {
        return Stream.of(name.getGiven(), name.getFamily())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
    }

    /// `PREF=1` of version 4, `TYPE=pref` before.
    private static int rank(Email email) {
        Integer pref = email.getPref();
        if (pref != null) {
            return pref;
        }
        return email.getTypes().contains(EmailType.PREF) ? 1 : Integer.MAX_VALUE;
    }
}
