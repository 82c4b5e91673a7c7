package org.tapline.bridge.api;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.mailbox.Enrolment;
import org.tapline.bridge.mailbox.User;
import org.tapline.bridge.mailbox.Users;

/// `/users`
@RestController
@RequestMapping("/api/v1/users")
class UserResource {
    private final Users users;
    private final Enrolment enrolment;
    private final Audit audit;

    UserResource(Users users, Enrolment enrolment, Audit audit) {
        this.users = users;
        this.enrolment = enrolment;
        this.audit = audit;
    }

    /// @param address the primary address
    record NewUser(
            @Nullable String address, @Nullable String name, @Nullable List<String> aliases) {}

    /// @param address a further address
    record NewAlias(@Nullable String address) {}

    /// @param name absent or empty: none
    record NewName(@Nullable String name) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    User add(@RequestBody NewUser body, Authentication holder) {
        String address = Fields.address("address", body.address());
        List<String> aliases =
                Optional.ofNullable(body.aliases()).orElse(List.of()).stream()
                        .map(alias -> Fields.address("aliases", alias))
                        .toList();
        User user = users.add(Fields.text("name", body.name(), 200).orElse(""), address, aliases);
        note(holder, "user.add", user, Optional.empty(), Optional.of(user.name()));
        return user;
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
    User addAlias(@PathVariable String user, @RequestBody NewAlias body, Authentication holder) {
        String alias = Fields.address("address", body.address());
        User after = users.addAlias(find(user), alias);
        note(holder, "user.add-alias", after, Optional.empty(), Optional.of(alias));
        return after;
    }

    /// The main address cannot be taken away: the user is known by it.
    @DeleteMapping("/{user}/aliases/{address}")
    User removeAlias(
            @PathVariable String user, @PathVariable String address, Authentication holder) {
        User before = find(user);
        if (Contacts.key(before.address()).equals(Contacts.key(address))) {
            throw new Conflict(address + " is the main address of this user");
        }
        User after =
                users.removeAlias(before, address)
                        .orElseThrow(
                                () ->
                                        new NotFound(
                                                address + " is no alias of " + before.address()));
        note(holder, "user.remove-alias", after, Optional.of(address), Optional.empty());
        return after;
    }

    @PutMapping("/{user}/name")
    User rename(@PathVariable String user, @RequestBody NewName body, Authentication holder) {
        User before = find(user);
        User after = users.rename(before, Fields.text("name", body.name(), 200).orElse(""));
        note(holder, "user.rename", after, Optional.of(before.name()), Optional.of(after.name()));
        return after;
    }

    private void note(
            Authentication holder,
            String action,
            User user,
            Optional<String> before,
            Optional<String> after) {
        audit.change(holder.getName(), action, "user " + user.address(), before, after);
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
