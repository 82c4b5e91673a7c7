package org.tapline.bridge.person;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tapline.bridge.contacts.Contact;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.database.Database;

/// Finds out who somebody is.
public final class Persons {
    private final Database database;
    private final Contacts contacts;

    public Persons(Database database, Contacts contacts) {
        this.database = database;
        this.contacts = contacts;
    }

    /// A contact with all its addresses, a tombstone too, or just an address; empty when nothing
    /// that we keep knows of either.
    ///
    /// @param contactOrAddress id of a contact, or an address
    public Optional<Person> find(String contactOrAddress) {
        Optional<Contact> contact = contacts.find(contactOrAddress);
        if (contact.isEmpty() && !contactOrAddress.contains("@")) {
            return Optional.empty();
        }
        TreeSet<String> keys = new TreeSet<>();
        List<Long> ids = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>();
        contact.ifPresent(
                each -> {
                    ids.add(each.id());
                    keys.addAll(contacts.keysOf(each.id()));
                    names.add(each.name());
                });
        TreeSet<String> addresses = new TreeSet<>();
        if (contactOrAddress.contains("@")) {
            keys.add(Contacts.key(contactOrAddress));
            keys.add(contacts.match(Contacts.key(contactOrAddress)));
            addresses.add(contactOrAddress.strip());
        }
        addresses.addAll(keys);
        boolean seen = seen(keys, addresses, names);
        return seen || contact.isPresent() || excluded(addresses)
                ? Optional.of(
                        new Person(
                                ids,
                                List.copyOf(keys),
                                List.copyOf(addresses),
                                names.stream().filter(name -> telling(name, addresses)).toList()))
                : Optional.empty();
    }

    private boolean seen(Set<String> keys, Set<String> addresses, Set<String> names) {
        boolean[] any = {false};
        Set<String> found = new TreeSet<>();
        database.jdbc()
                .sql(
                        """
                        select distinct address_key, address, name from participant
                        where coalesce(folded_key, address_key) = any(:keys)
                           or address_key = any(:keys)
                        union
                        select address_key, address, '' from contact_address
                        where coalesce(folded_key, address_key) = any(:keys)
                           or address_key = any(:keys)
                        """)
                .param("keys", keys.toArray(String[]::new))
                .query(
                        row -> {
                            any[0] = true;
                            found.add(row.getString("address_key"));
                            addresses.add(row.getString("address"));
                            names.add(row.getString("name").strip());
                        });
        // with tags and dots, where the policy takes these for one address
        keys.addAll(found);
        return any[0];
    }

    private boolean excluded(Set<String> addresses) {
        return database.jdbc()
                .sql(
                        """
                        select exists (
                            select from decision d, jsonb_array_elements(d.addresses) a
                            where lower(a ->> 'address') = any(:addresses))
                        """)
                .param(
                        "addresses",
                        addresses.stream()
                                .map(each -> each.toLowerCase(Locale.ROOT))
                                .toArray(String[]::new))
                .query(Boolean.class)
                .single();
    }

    /// One or two letters are no name that could be looked for, and an address is looked for
    /// anyway.
    private static boolean telling(String name, Set<String> addresses) {
        return name.length() > 2
                && addresses.stream().noneMatch(address -> address.equalsIgnoreCase(name));
    }
}
