package org.tapline.bridge.api;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.ops.Scope;
import org.tapline.bridge.ops.Token;
import org.tapline.bridge.ops.Tokens;

/// `/tokens`
@RestController
@RequestMapping("/api/v1/tokens")
class TokenResource {
    /// What fits a table.
    private static final int LONGEST_NAME = 100;

    private final Tokens tokens;

    TokenResource(Tokens tokens) {
        this.tokens = tokens;
    }

    /// @param scope `read`, `write` or `admin`
    record Shown(
            long id,
            String name,
            String scope,
            Instant createdAt,
            String createdBy,
            Optional<Instant> expiresAt,
            Optional<Instant> lastUsedAt) {
        static Shown of(Token token) {
            return new Shown(
                    token.id(),
                    token.name(),
                    token.scope().label(),
                    token.createdAt(),
                    token.createdBy(),
                    token.expiresAt(),
                    token.lastUsedAt());
        }
    }

    /// @param expires a day such as 2027-01-31, or a moment in UTC; absent: never
    record NewToken(@Nullable String name, @Nullable String scope, @Nullable String expires) {}

    /// @param secret the token itself, shown this once
    record Made(long id, String name, String scope, Optional<Instant> expiresAt, String secret) {}

    @GetMapping
    Listing<Shown> list(
            @RequestParam(defaultValue = "500") int limit, @RequestParam Optional<String> cursor) {
        return Listing.piece(tokens.list(), token -> Long.toString(token.id()), limit, cursor)
                .map(Shown::of);
    }

    @PostMapping
    ResponseEntity<Made> create(@RequestBody NewToken body, Authentication administrator) {
        String name = Optional.ofNullable(body.name()).map(String::strip).orElse("");
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new BadField(
                    "name",
                    "1 to %d characters are needed, not %d".formatted(LONGEST_NAME, name.length()));
        }
        if (name.equals(Tokens.ADMINISTRATOR)) {
            throw new BadField(
                    "name",
                    "\"%s\" is the name of the token that Tapline makes; choose another"
                            .formatted(name));
        }
        String wanted = Optional.ofNullable(body.scope()).orElse("");
        Scope scope =
                Scope.named(wanted)
                        .orElseThrow(
                                () ->
                                        new BadField(
                                                "scope",
                                                "\""
                                                        + wanted
                                                        + "\" is none of read, write, admin"));
        Optional<Instant> expires =
                Optional.ofNullable(body.expires()).map(text -> Fields.moment("expires", text));
        if (expires.map(Instant.now()::isAfter).orElse(false)) {
            throw new BadField("expires", "\"" + body.expires() + "\" is over already");
        }
        Tokens.Made made =
                tokens.create(name, scope, expires, administrator.getName())
                        .orElseThrow(
                                () ->
                                        new Conflict(
                                                "there is a token named %s; revoke it first"
                                                        .formatted(name)));
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore().cachePrivate())
                .body(
                        new Made(
                                made.token().id(),
                                made.token().name(),
                                made.token().scope().label(),
                                made.token().expiresAt(),
                                made.secret()));
    }

    @DeleteMapping("/{token}")
    Shown revoke(@PathVariable String token, Authentication administrator) {
        return tokens.revoke(token, administrator.getName())
                .map(Shown::of)
                .orElseThrow(
                        () ->
                                token.equals(Tokens.ADMINISTRATOR)
                                        ? new Conflict(
                                                "the administrator's token is replaced by deleting"
                                                        + " the file admin.token and restarting")
                                        : new NotFound("token not found: " + token));
    }
}
