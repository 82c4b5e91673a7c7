package org.tapline.bridge.addressbook;

import java.util.List;
import java.util.Optional;

/// What stands at one place of a file.
sealed interface Line {
    /// Where it begins; the first line is 1.
    long number();

    /// Somebody.
    ///
    /// @param name empty when there is none
    /// @param company name; absent when there is none
    /// @param addresses at least one, the primary one first, as written
    record Person(long number, String name, Optional<String> company, List<String> addresses)
            implements Line {
        public Person {
            addresses = List.copyOf(addresses);
        }
    }

    /// Nobody that could be filed.
    record Unusable(long number, String reason) implements Line {}
}
