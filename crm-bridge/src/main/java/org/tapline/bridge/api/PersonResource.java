package org.tapline.bridge.api;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.mailbox.Users;
import org.tapline.bridge.person.Erasure;
import org.tapline.bridge.person.Person;
import org.tapline.bridge.person.PersonExport;
import org.tapline.bridge.person.Persons;

/// `/persons` and `/erasures`
@RestController
@RequestMapping("/api/v1")
class PersonResource {
    private final Persons persons;
    private final PersonExport export;
    private final Erasure erasure;
    private final Users users;
    private final Readers readers;

    PersonResource(
            Persons persons, PersonExport export, Erasure erasure, Users users, Readers readers) {
        this.persons = persons;
        this.export = export;
        this.erasure = erasure;
        this.users = users;
        this.readers = readers;
    }

    /// @param dryRun says what would be removed, and removes nothing
    /// @param reason why, for the record; must not name the person
    record Erase(@Nullable Boolean dryRun, @Nullable String reason) {}

    /// @param id of the erasure; null for a dry run
    /// @param removed how many of each kind, so far
    record Outcome(
            Optional<Long> id, String state, Map<String, Long> removed, List<Erasure.Kept> kept) {}

    @GetMapping(value = "/persons/{person}/export", produces = "application/zip")
    void export(
            @PathVariable String person,
            @RequestParam Optional<String> as,
            Authentication holder,
            HttpServletResponse response)
            throws IOException {
        Reader reader = readers.of(as, holder);
        Person found = find(person);
        PersonExport.Plan plan = export.plan(found, reader.viewer());
        readers.noteExport(reader, person, plan.full());
        response.setContentType("application/zip");
        response.setHeader("Content-Disposition", "attachment; filename=\"person.zip\"");
        export.write(found, reader.viewer(), plan, response.getOutputStream());
    }

    @PostMapping("/persons/{person}/erase")
    ResponseEntity<Outcome> erase(
            @PathVariable String person, @RequestBody Erase body, Authentication administrator) {
        Person found = find(person);
        if (found.addresses().stream()
                .anyMatch(each -> users.own().of(AddressKey.of(each)).own())) {
            throw new Conflict("this is one of our own people; only people outside can be erased");
        }
        Optional<String> held = erasure.hold(found);
        if (held.isPresent()) {
            throw new Conflict("under legal hold: " + held.get());
        }
        if (Boolean.TRUE.equals(body.dryRun())) {
            Erasure.Forecast forecast = erasure.forecast(found);
            return ResponseEntity.ok(
                    new Outcome(Optional.empty(), "dry-run", forecast.removed(), forecast.kept()));
        }
        Erasure.Report report =
                erasure.begin(
                        found,
                        administrator.getName(),
                        Optional.ofNullable(body.reason()).orElse("").strip());
        return ResponseEntity.status(HttpStatus.ACCEPTED)
                .body(
                        new Outcome(
                                Optional.of(report.id()),
                                report.state(),
                                report.removed(),
                                report.kept()));
    }

    @GetMapping("/erasures")
    Listing<Erasure.Report> erasures(
            @RequestParam(defaultValue = "50") int limit, @RequestParam Optional<String> cursor) {
        int most = Listing.limit(limit);
        long before = cursor.map(given -> Fields.number("cursor", given)).orElse(Long.MAX_VALUE);
        List<Erasure.Report> found = erasure.list(most + 1, before);
        if (found.size() <= most) {
            return Listing.whole(found);
        }
        List<Erasure.Report> shown = found.subList(0, most);
        return new Listing<>(shown, Optional.of(Long.toString(shown.getLast().id())));
    }

    @GetMapping("/erasures/{id}")
    Erasure.Report one(@PathVariable String id) {
        return erasure.byId(Fields.number("id", id))
                .orElseThrow(() -> new NotFound("erasure not found: " + id));
    }

    private Person find(String person) {
        return persons.find(person).orElseThrow(() -> new NotFound("nothing is kept of " + person));
    }
}
