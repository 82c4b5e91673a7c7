package org.tapline.bridge.authenticity;

import java.util.List;

/// Asks the domain name system. Two implementations: the real one, and recorded answers in tests.
@FunctionalInterface
public interface Dns {

    /// Looks a name up. Bounded in time; never throws.
    ///
    /// @param name without the final dot
    Answer lookup(String name, Type type);

    /// Kinds of record that the checks need.
    enum Type {
        A,
        AAAA,
        MX,
        PTR,
        TXT
    }

    /// What came back.
    sealed interface Answer {
        /// Records in text: addresses, host names, or texts with their parts joined
        /// (RFC 7208 §3.3). Empty when the name has none of this type, or does not exist.
        record Records(List<String> values) implements Answer {
            public Records {
                values = List.copyOf(values);
            }
        }

        /// No answer: time ran out, or a server failed.
        record Unavailable(String reason) implements Answer {}
    }
}
