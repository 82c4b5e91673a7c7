package org.tapline.proxy.directory;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The users that the bridge lists, as `GET /api/v1/directory` gives them:
/// `{"users":[{"address":"u1@acme.test","aliases":["one@acme.test"]}],
/// "disabled":[{"login":"u2@acme.test","upstream":"default"},{"login":"u3@acme.test"}]}`.
///
/// @param primaryByName primary address by every address of a user, lower case
/// @param disabled mailboxes that are not observed
record UserList(Map<String, String> primaryByName, Set<Disabled> disabled) {
    /// Nobody.
    static final UserList EMPTY = new UserList(Map.of(), Set.of());

    /// A mailbox that is not observed.
    ///
    /// @param login lower case
    /// @param upstream empty: whatever the upstream
    record Disabled(String login, String upstream) {}

    private static final JsonMapper JSON = new JsonMapper();

    UserList {
        primaryByName = Map.copyOf(primaryByName);
        disabled = Set.copyOf(disabled);
    }

    /// @return empty when this is not such a list
    static Optional<UserList> parse(String json) {
        try {
            JsonNode all = JSON.readTree(json);
            JsonNode users = all.path("users");
            if (!users.isArray()) {
                return Optional.empty();
            }
            Map<String, String> names = new HashMap<>();
            for (JsonNode user : users) {
                String address = user.path("address").asString("").toLowerCase(Locale.ROOT);
                if (address.isBlank()) {
                    return Optional.empty();
                }
                names.put(address, address);
                for (JsonNode alias : user.path("aliases")) {
                    names.putIfAbsent(alias.asString("").toLowerCase(Locale.ROOT), address);
                }
            }
            return Optional.of(new UserList(names, disabled(all.path("disabled"))));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private static Set<Disabled> disabled(JsonNode mailboxes) {
        Set<Disabled> disabled = new HashSet<>();
        for (JsonNode mailbox : mailboxes) {
            disabled.add(
                    new Disabled(
                            mailbox.path("login").asString("").toLowerCase(Locale.ROOT),
                            mailbox.path("upstream").asString("").toLowerCase(Locale.ROOT)));
        }
        return disabled;
    }

    /// Whether the mailbox that this name opens is not to be observed. A mailbox bears the user's
    /// primary address, or the name itself.
    boolean disabled(LoginName name, String upstream) {
        if (disabled.isEmpty()) {
            return false;
        }
        String folded = upstream.toLowerCase(Locale.ROOT);
        return Stream.of(name.address(), primary(name).orElse(name.address()))
                .anyMatch(
                        login ->
                                disabled.contains(new Disabled(login, ""))
                                        || disabled.contains(new Disabled(login, folded)));
    }

    Optional<String> primary(LoginName name) {
        return Optional.ofNullable(primaryByName.get(name.address()));
    }

    /// How many addresses are known.
    List<String> addresses() {
        return primaryByName.keySet().stream().sorted().toList();
    }
}
