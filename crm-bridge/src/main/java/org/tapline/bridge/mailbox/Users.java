package org.tapline.bridge.mailbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tapline.bridge.database.Columns;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.identity.AddressLists;
import org.tapline.bridge.identity.OwnPeople;

/// Who belongs to us, by which addresses.
public final class Users {

    /// Another bridge's change is seen after this time at the latest (DESIGN: five seconds).
    static final Duration FRESH = Duration.ofSeconds(1);

    private final Database database;
    private final Set<String> ownDomains;
    private volatile @Nullable Snapshot snapshot;

    public Users(Database database, Set<String> ownDomains) {
        this.database = database;
        this.ownDomains = Set.copyOf(ownDomains);
    }

    private record Snapshot(OwnPeople people, Map<String, Long> owners, long takenAt) {
        boolean fresh() {
            return System.nanoTime() - takenAt < FRESH.toNanos();
        }
    }

    /// Own addresses and domains, for the rules.
    public OwnPeople own() {
        return current().people();
    }

    /// The user of an own address, as written.
    public Optional<Long> owner(String address) {
        return Optional.ofNullable(current().owners().get(key(address)));
    }

    private Snapshot current() {
        Snapshot known = snapshot;
        if (known == null || !known.fresh()) {
            long takenAt = System.nanoTime();
            List<String> addresses = new ArrayList<>();
            Map<String, Long> owners = new HashMap<>();
            jdbc().sql("select address, address_key, user_id from user_address")
                    .query(
                            row -> {
                                addresses.add(row.getString("address"));
                                owners.put(row.getString("address_key"), row.getLong("user_id"));
                            });
            known =
                    new Snapshot(
                            OwnPeople.of(addresses, ownDomains, AddressLists.standard()),
                            owners,
                            takenAt);
            snapshot = known;
        }
        return known;
    }

    /// Enters a user.
    ///
    /// @throws AddressTaken when one of the addresses belongs to somebody
    public User add(String name, String address, List<String> aliases) {
        long id =
                database.transaction(
                        () -> {
                            long user = insert(name);
                            give(user, address, true);
                            aliases.forEach(alias -> give(user, alias, false));
                            return user;
                        });
        snapshot = null;
        return byId(id).orElseThrow();
    }

    /// Gives a user a further address; nothing when it is the user's already.
    ///
    /// @throws AddressTaken when it belongs to somebody else
    public User addAlias(User user, String alias) {
        database.transaction(
                () -> {
                    give(user.id(), alias, false);
                    return true;
                });
        snapshot = null;
        return byId(user.id()).orElseThrow();
    }

    /// Takes a further address away; mail is matched without it from now on.
    ///
    /// @return empty when the user has no such alias; the main address is none
    public Optional<User> removeAlias(User user, String alias) {
        int rows =
                jdbc().sql(
                                """
                                delete from user_address
                                where user_id = :user and address_key = :key and not is_primary
                                """)
                        .param("user", user.id())
                        .param("key", key(alias))
                        .update();
        snapshot = null;
        return rows == 0 ? Optional.empty() : byId(user.id());
    }

    /// Gives a user another name.
    public User rename(User user, String name) {
        jdbc().sql("update app_user set name = :name where id = :id")
                .param("name", Columns.text(name))
                .param("id", user.id())
                .update();
        return byId(user.id()).orElseThrow();
    }

    /// The user with the address, entered now when there is none. Used when a mailbox is seen for
    /// the first time.
    long ensure(String address) {
        long id =
                database.transaction(
                        () ->
                                idOf(address)
                                        .orElseGet(
                                                () -> {
                                                    lock(address);
                                                    return idOf(address)
                                                            .orElseGet(() -> insertWith(address));
                                                }));
        snapshot = null;
        return id;
    }

    /// All users, by primary address.
    public List<User> list() {
        return jdbc().sql(SELECT + " group by u.id order by 3").query(Users::user).list();
    }

    public Optional<User> byId(long id) {
        return jdbc().sql(SELECT + " where u.id = :id group by u.id")
                .param("id", id)
                .query(Users::user)
                .optional();
    }

    public Optional<User> byAddress(String address) {
        return idOf(address).flatMap(this::byId);
    }

    /// By address or by id.
    public Optional<User> find(String addressOrId) {
        boolean id =
                addressOrId.length() <= 18
                        && !addressOrId.isEmpty()
                        && addressOrId.chars().allMatch(c -> c >= '0' && c <= '9');
        return id ? byId(Long.parseLong(addressOrId)) : byAddress(addressOrId);
    }

    private static final String SELECT =
            """
            select u.id, u.name,
                   coalesce(max(a.address) filter (where a.is_primary), '') as address,
                   coalesce(array_agg(a.address order by a.address)
                            filter (where not a.is_primary), '{}') as aliases,
                   u.disabled_at is not null as disabled, u.created_at
            from app_user u left join user_address a on a.user_id = u.id
            """;

    private static User user(ResultSet row, int number) throws SQLException {
        return new User(
                row.getLong("id"),
                row.getString("name"),
                row.getString("address"),
                Stream.of(Columns.texts(row, "aliases")).toList(),
                row.getBoolean("disabled"),
                Columns.instant(row, "created_at"));
    }

    private Optional<Long> idOf(String address) {
        return jdbc().sql("select user_id from user_address where address_key = :key")
                .param("key", key(address))
                .query(Long.class)
                .optional();
    }

    private long insertWith(String address) {
        long user = insert("");
        give(user, address, true);
        return user;
    }

    private long insert(String name) {
        return jdbc().sql("insert into app_user (name) values (:name) returning id")
                .param("name", Columns.text(name))
                .query(Long.class)
                .single();
    }

    private void give(long user, String address, boolean primary) {
        int rows =
                jdbc().sql(
                                """
                                insert into user_address (address_key, address, user_id, is_primary)
                                values (:key, :address, :user, :primary)
                                on conflict (address_key) do nothing
                                """)
                        .param("key", key(address))
                        .param("address", Columns.text(address))
                        .param("user", user)
                        .param("primary", primary)
                        .update();
        if (rows == 0) {
            User owner = byAddress(address).orElseThrow();
            if (owner.id() != user) {
                throw new AddressTaken(address, owner.address());
            }
        }
    }

    private void lock(String address) {
        jdbc().sql("select pg_advisory_xact_lock(hashtextextended(:key, 1))")
                .param("key", key(address))
                .query((row, number) -> true)
                .single();
    }

    private static String key(String address) {
        return Columns.key(AddressKey.of(address).value());
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
