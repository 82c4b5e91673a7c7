package org.tapline.proxy.directory;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The users that the bridge lists, as `GET /api/v1/directory` gives them:
/// `{"users":[{"address":"u1@acme.test","aliases":["one@acme.test"]}]}`.
///
/// @param primaryByName primary address by every address of a user, lower case
record UserList(Map<String, String> primaryByName) {
    /// Nobody.
    static final UserList EMPTY = new UserList(Map.of());

    private static final JsonMapper JSON = new JsonMapper();

    UserList {
        primaryByName = Map.copyOf(primaryByName);
    }

    /// @return empty when this is not such a list
    static Optional<UserList> parse(String json) {
        try {
            JsonNode users = JSON.readTree(json).path("users");
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
            return Optional.of(new UserList(names));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    Optional<String> primary(LoginName name) {
        return Optional.ofNullable(primaryByName.get(name.address()));
    }

    /// How many addresses are known.
    List<String> addresses() {
        return primaryByName.keySet().stream().sorted().toList();
    }
}
