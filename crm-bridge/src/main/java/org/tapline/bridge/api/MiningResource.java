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
import org.tapline.bridge.mailbox.User;
import org.tapline.bridge.mailbox.Users;
import org.tapline.bridge.mining.Mining;
import org.tapline.bridge.mining.MiningReport;

/// `/contact-minings`: contacts out of the mail that a user ever sent.
@RestController
@RequestMapping("/api/v1/contact-minings")
class MiningResource {
    private final Mining mining;
    private final Users users;

    MiningResource(Mining mining, Users users) {
        this.mining = mining;
        this.users = users;
    }

    /// @param user address or id
    /// @param dryRun only says what would come of it
    record NewMining(@Nullable String user, @Nullable Boolean dryRun) {}

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    MiningReport begin(@RequestBody NewMining body, Authentication administrator) {
        String name = Optional.ofNullable(body.user()).orElse("");
        User user =
                users.find(name)
                        .orElseThrow(
                                () -> new BadField("user", "\"" + name + "\" is no user of ours"));
        return mining.begin(user, Boolean.TRUE.equals(body.dryRun()), administrator.getName());
    }

    @GetMapping("/{job}")
    MiningReport one(@PathVariable String job) {
        return find(job);
    }

    @GetMapping("/{job}/found")
    Listing<MiningReport.Found> found(
            @PathVariable String job,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam Optional<String> cursor) {
        int most = Listing.limit(limit);
        long after = cursor.map(given -> Fields.number("cursor", given)).orElse(0L);
        List<MiningReport.Found> found = mining.found(find(job).id(), most + 1, after);
        return Listing.byId(found, most, MiningReport.Found::id);
    }

    private MiningReport find(String job) {
        return mining.byId(Fields.number("job", job))
                .orElseThrow(() -> new NotFound("no such search for contacts: " + job));
    }
}
