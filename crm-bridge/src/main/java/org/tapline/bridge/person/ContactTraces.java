package org.tapline.bridge.person;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Database;

/// The contacts that somebody is, with what hangs on them.
final class ContactTraces {
    private final Database database;

    ContactTraces(Database database) {
        this.database = database;
    }

    /// @param held why nothing of it may go
    void remove(Person person, Optional<String> held, Tally tally) {
        if (held.isPresent()) {
            tally.kept("contacts", person.contacts().size(), "legal hold: " + held.get());
            return;
        }
        database.transaction(
                () -> {
                    Long[] ids = person.contactArray();
                    jdbc().sql(
                                    """
                                    delete from private_mark
                                    where kind = 'contact' and target = any(:ids::text[])
                                    """)
                            .param("ids", ids)
                            .update();
                    jdbc().sql(
                                    """
                                    delete from bcc_address
                                    where scope = 'contact' and owner = any(:ids::text[])
                                    """)
                            .param("ids", ids)
                            .update();
                    long addresses = addresses(person);
                    tally.removed(
                            "contacts",
                            jdbc().sql("delete from contact where id = any(:ids)")
                                    .param("ids", ids)
                                    .update());
                    jdbc().sql("delete from contact_address where address_key = any(:keys)")
                            .param("keys", person.keyArray())
                            .update();
                    tally.removed("addresses", addresses);
                    return true;
                });
    }

    /// How many addresses are kept as some contact's.
    long addresses(Person person) {
        return jdbc().sql("select count(*) from contact_address where address_key = any(:keys)")
                .param("keys", person.keyArray())
                .query(Long.class)
                .single();
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
