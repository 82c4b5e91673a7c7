package org.tapline.bridge.api;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.mailbox.Enrolment;
import org.tapline.bridge.mailbox.User;
import org.tapline.bridge.mailbox.Users;

/// `/users`
@RestController
@RequestMapping("/api/v1/users")
class UserResource {
    private final Users users;
    private final Enrolment enrolment;

    UserResource(Users users, Enrolment enrolment) {
        this.users = users;
        this.enrolment = enrolment;
    }

    /// @param address the primary address
    record NewUser(
            @Nullable String address, @Nullable String name, @Nullable List<String> aliases) {}

    /// @param address a further address
    record NewAlias(@Nullable String address) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    User add(@RequestBody NewUser body) {
        String address = Fields.address("address", body.address());
        List<String> aliases =
                Optional.ofNullable(body.aliases()).orElse(List.of()).stream()
                        .map(alias -> Fields.address("aliases", alias))
                        .toList();
        return users.add(Optional.ofNullable(body.name()).orElse("").strip(), address, aliases);
    }

    @GetMapping
    Listing<User> list(
            @RequestParam(defaultValue = "500") int limit, @RequestParam Optional<String> cursor) {
        return Listing.piece(users.list(), user -> Long.toString(user.id()), limit, cursor);
    }

    @GetMapping("/{user}")
    User one(@PathVariable String user) {
        return find(user);
    }

    @PostMapping("/{user}/aliases")
    User addAlias(@PathVariable String user, @RequestBody NewAlias body) {
        return users.addAlias(find(user), Fields.address("address", body.address()));
    }

    @PostMapping("/{user}/disable")
    User disable(@PathVariable String user, Authentication administrator) {
        return observe(user, false, administrator);
    }

    @PostMapping("/{user}/enable")
    User enable(@PathVariable String user, Authentication administrator) {
        return observe(user, true, administrator);
    }

    private User observe(String user, boolean wanted, Authentication administrator) {
        enrolment.user(find(user), wanted, administrator.getName());
        return find(user);
    }

    private User find(String user) {
        return users.find(user).orElseThrow(() -> new NotFound("user not found: " + user));
    }
}
