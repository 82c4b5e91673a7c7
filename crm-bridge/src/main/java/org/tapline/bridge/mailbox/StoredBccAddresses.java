package org.tapline.bridge.mailbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.bcc.BccAddress;
import org.tapline.bridge.bcc.BccStore;
import org.tapline.bridge.bcc.Scope;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;

/// The addresses of users, contacts, companies and deals, in PostgreSQL.
public final class StoredBccAddresses implements BccStore {
    private static final String SELECT =
            "select address, scope, owner, valid_until from bcc_address ";

    private final Database database;

    public StoredBccAddresses(Database database) {
        this.database = database;
    }

    @Override
    public Optional<BccAddress> find(String address) {
        return jdbc().sql(SELECT + "where address = :address")
                .param("address", Columns.key(address))
                .query(StoredBccAddresses::address)
                .optional();
    }

    @Override
    public BccAddress currentOr(BccAddress fresh) {
        return database.transaction(
                () ->
                        current(fresh)
                                .orElseGet(
                                        () -> {
                                            insert(fresh);
                                            return current(fresh).orElseThrow();
                                        }));
    }

    @Override
    public void replace(BccAddress fresh, Instant oldUntil) {
        database.transaction(
                () -> {
                    lock(fresh);
                    retire(fresh, oldUntil);
                    insert(fresh);
                    return true;
                });
    }

    @Override
    public List<BccAddress> list(Instant now) {
        return jdbc().sql(
                        SELECT
                                + """
                                where valid_until is null or valid_until > :now
                                order by valid_until desc nulls first, scope, owner
                                """)
                .param("now", Columns.at(now))
                .query(StoredBccAddresses::address)
                .list();
    }

    private Optional<BccAddress> current(BccAddress like) {
        return jdbc().sql(
                        SELECT
                                + """
                                where scope = :scope and owner = :owner and valid_until is null
                                """)
                .param("scope", like.scope().label())
                .param("owner", like.owner())
                .query(StoredBccAddresses::address)
                .optional();
    }

    private void insert(BccAddress fresh) {
        jdbc().sql(
                        """
                        insert into bcc_address (address, scope, owner)
                        values (:address, :scope, :owner)
                        on conflict do nothing
                        """)
                .param("address", fresh.address())
                .param("scope", fresh.scope().label())
                .param("owner", fresh.owner())
                .update();
    }

    private void retire(BccAddress like, Instant until) {
        jdbc().sql(
                        """
                        update bcc_address set valid_until = :until
                        where scope = :scope and owner = :owner
                          and (valid_until is null or valid_until > :until)
                        """)
                .param("until", Columns.at(until))
                .param("scope", like.scope().label())
                .param("owner", like.owner())
                .update();
    }

    /// Two who replace at the same time do it one after the other.
    private void lock(BccAddress like) {
        jdbc().sql("select pg_advisory_xact_lock(hashtextextended(:owner, 4))")
                .param("owner", like.scope().label() + ' ' + like.owner())
                .query((row, number) -> true)
                .single();
    }

    private static BccAddress address(ResultSet row, int number) throws SQLException {
        return new BccAddress(
                row.getString("address"),
                Scope.of(row.getString("scope")),
                row.getString("owner"),
                Columns.instantOrNone(row, "valid_until"));
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
