package org.tapline.bridge.bcc;

import java.util.Optional;
import java.util.random.RandomGenerator;

/// The part of an address that cannot be guessed: 16 letters of 5 bits, 80 bits in all. Somebody
/// who tries a million addresses in a second would need thousands of millions of years.
///
/// The letters are those of Crockford's base32: without `i`, `l`, `o`, which look like digits, and
/// without `u`, so that no words arise. Reading takes the look-alikes for the digits they resemble.
final class SecretPart {
    static final int LENGTH = 16;
    private static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

    private SecretPart() {}

    static String mint(RandomGenerator random) {
        StringBuilder letters = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return letters.toString();
    }

    /// The spelling that was minted.
    ///
    /// @return empty when the text cannot be one
    static Optional<String> read(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        StringBuilder letters = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            char letter = meant(text.charAt(i));
            if (LETTERS.indexOf(letter) < 0) {
                return Optional.empty();
            }
            letters.append(letter);
        }
        return Optional.of(letters.toString());
    }

    private static char meant(char written) {
        char lower = written >= 'A' && written <= 'Z' ? (char) (written + ('a' - 'A')) : written;
        return switch (lower) {
            case 'o' -> '0';
            case 'i', 'l' -> '1';
            default -> lower;
        };
    }
}
