package org.tapline.bridge.person;

import java.util.List;

/// Somebody outside, with every address and name that we know of.
///
/// @param contacts ids of the contacts that have one of the addresses as their own
/// @param keys of the addresses, in the form of the participants' column
/// @param addresses as written
/// @param names under which they appear
public record Person(
        List<Long> contacts, List<String> keys, List<String> addresses, List<String> names) {
    public Person {
        contacts = List.copyOf(contacts);
        keys = List.copyOf(keys);
        addresses = List.copyOf(addresses);
        names = List.copyOf(names);
    }

    Long[] contactArray() {
        return contacts.toArray(Long[]::new);
    }

    String[] keyArray() {
        return keys.toArray(String[]::new);
    }
}
