package org.tapline.bridge.api;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.mailbox.User;
import org.tapline.bridge.mailbox.Users;
import org.tapline.bridge.policy.Level;
import org.tapline.bridge.policy.Policies;
import org.tapline.bridge.policy.PolicyKeys;
import org.tapline.bridge.policy.Setting;
import org.tapline.bridge.policy.Syntax;
import org.tapline.bridge.preview.Rehearsal;

/// `/policies`
@RestController
@RequestMapping("/api/v1/policies")
class PolicyResource {
    private final PolicySettings settings;
    private final Users users;
    private final Mailboxes mailboxes;
    private final Rehearsal rehearsal;
    private final Readers readers;

    PolicyResource(
            PolicySettings settings,
            Users users,
            Mailboxes mailboxes,
            Rehearsal rehearsal,
            Readers readers) {
        this.readers = readers;
        this.rehearsal = rehearsal;
        this.settings = settings;
        this.users = users;
        this.mailboxes = mailboxes;
    }

    /// @param origin `default`, `organisation`, `user` or `mailbox`
    record Shown(String key, String value, String origin, String text) {
        static Shown of(Setting setting) {
            return new Shown(
                    setting.key(), setting.value(), setting.origin().label(), setting.text());
        }
    }

    /// @param user address or id; sets it for this user only
    /// @param mailbox login or id; sets it for this mailbox only
    record NewValue(@Nullable String value, @Nullable String user, @Nullable String mailbox) {}

    /// Whom a request is about.
    private record Subject(
            PolicySettings.Scope scope, Optional<Long> user, Optional<Long> mailbox) {}

    @GetMapping
    Listing<Shown> list(
            @RequestParam Optional<String> user, @RequestParam Optional<String> mailbox) {
        return Listing.whole(shown(subject(user, mailbox)));
    }

    @GetMapping("/{key}")
    Shown one(
            @PathVariable String key,
            @RequestParam Optional<String> user,
            @RequestParam Optional<String> mailbox) {
        return shown(subject(user, mailbox), known(key));
    }

    /// What setting it, or without a value taking it back, would do to stored messages; nothing is
    /// changed. Messages and people are named to an administrator who may read only.
    @GetMapping("/{key}/preview")
    Previewed preview(
            @PathVariable String key,
            @RequestParam Optional<String> value,
            @RequestParam Optional<String> user,
            @RequestParam Optional<String> mailbox,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(defaultValue = "false") boolean all,
            Authentication administrator) {
        boolean names = readers.of(Optional.empty(), administrator).readsAll();
        Subject subject = subject(user, mailbox);
        Optional<String> checked = value.map(text -> checked(known(key), text, subject));
        Setting then =
                settings
                        .rehearsed(
                                subject.user(),
                                subject.mailbox(),
                                subject.scope(),
                                known(key),
                                checked)
                        .settings()
                        .stream()
                        .filter(each -> each.key().equals(key))
                        .findFirst()
                        .orElseThrow();
        Rehearsal.Outcome outcome =
                rehearsal.of(
                        new Rehearsal.Change(
                                subject.scope(), subject.user(), subject.mailbox(), key, checked),
                        names ? Listing.limit(limit) : 0,
                        all ? Integer.MAX_VALUE : Rehearsal.MOST);
        return Previewed.of(key, then.value(), then.origin(), outcome);
    }

    private static String checked(String key, String value, Subject subject) {
        return switch (Policies.check(key, value, subject.scope().level())) {
            case Syntax.Read.Accepted<String> accepted -> accepted.value();
            case Syntax.Read.Refused<String> refused ->
                    throw new BadField("value", refused.message());
        };
    }

    @PutMapping("/{key}")
    Shown set(@PathVariable String key, @RequestBody NewValue body, Authentication administrator) {
        Subject subject =
                subject(Optional.ofNullable(body.user()), Optional.ofNullable(body.mailbox()));
        if (body.value() == null) {
            throw new BadField("value", "is missing");
        }
        settings.set(
                subject.scope(),
                key,
                checked(known(key), body.value(), subject),
                administrator.getName());
        return shown(subject, key);
    }

    @DeleteMapping("/{key}")
    Shown unset(
            @PathVariable String key,
            @RequestParam Optional<String> user,
            @RequestParam Optional<String> mailbox,
            Authentication administrator) {
        Subject subject = subject(user, mailbox);
        settings.unset(subject.scope(), known(key), administrator.getName());
        return shown(subject, key);
    }

    private static String known(String key) {
        if (PolicyKeys.named(key).isEmpty()) {
            throw new NotFound(PolicyKeys.unknown(key));
        }
        return key;
    }

    private Subject subject(Optional<String> user, Optional<String> mailbox) {
        if (user.isPresent() && mailbox.isPresent()) {
            throw new BadField("mailbox", "give a user or a mailbox, not both");
        }
        if (user.isPresent()) {
            User found =
                    users.find(user.get())
                            .orElseThrow(() -> new NotFound("user not found: " + user.get()));
            return new Subject(
                    new PolicySettings.Scope(Level.USER, found.id()),
                    Optional.of(found.id()),
                    Optional.empty());
        }
        if (mailbox.isPresent()) {
            Mailboxes.Mailbox found =
                    mailboxes
                            .find(mailbox.get())
                            .orElseThrow(() -> new NotFound("mailbox not found: " + mailbox.get()));
            return new Subject(
                    new PolicySettings.Scope(Level.MAILBOX, found.id()),
                    found.userId(),
                    Optional.of(found.id()));
        }
        return new Subject(PolicySettings.Scope.ORGANISATION, Optional.empty(), Optional.empty());
    }

    private List<Shown> shown(Subject subject) {
        return settings.effective(subject.user(), subject.mailbox()).settings().stream()
                .map(Shown::of)
                .toList();
    }

    private Shown shown(Subject subject, String key) {
        return shown(subject).stream()
                .filter(each -> each.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
