package org.tapline.bridge.api;

import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.timeline.Entry;
import org.tapline.bridge.timeline.Page;
import org.tapline.bridge.timeline.Search;
import org.tapline.bridge.timeline.Wanted;

/// `/search`
@RestController
@RequestMapping("/api/v1/search")
class SearchResource {
    private final Search search;
    private final Readers readers;

    SearchResource(Search search, Readers readers) {
        this.search = search;
        this.readers = readers;
    }

    /// @param since a day or a moment in ISO 8601; a day begins at midnight UTC
    @GetMapping
    Listing<Entry> search(
            @RequestParam(defaultValue = "") String words,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String to,
            @RequestParam Optional<String> since,
            @RequestParam Optional<String> before,
            @RequestParam(defaultValue = "") String attachment,
            @RequestParam Optional<String> as,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam Optional<String> cursor,
            Authentication holder) {
        Reader reader = readers.of(as, holder);
        Wanted wanted =
                new Wanted(
                        words,
                        from,
                        to,
                        since.map(text -> Fields.moment("since", text)),
                        before.map(text -> Fields.moment("before", text)),
                        attachment);
        if (wanted.empty()) {
            throw new BadField("words", "say what to look for");
        }
        Page<Entry> page =
                search.find(
                        reader.viewer(), wanted, Listing.limit(limit), Listing.position(cursor));
        readers.note(reader, "search", words, page.items());
        return Listing.of(page);
    }
}
