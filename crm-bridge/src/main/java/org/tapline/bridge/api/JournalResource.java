package org.tapline.bridge.api;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.intake.Intake;
import org.tapline.bridge.intake.Parking;
import org.tapline.journal.Journal;
import org.tapline.journal.JournalState;

/// `/journal`
@RestController
@RequestMapping("/api/v1/journal")
class JournalResource {
    private final Journal journal;
    private final Parking parking;
    private final Intake intake;

    JournalResource(Journal journal, Parking parking, Intake intake) {
        this.journal = journal;
        this.parking = parking;
        this.intake = intake;
    }

    /// @param depth observations that wait
    /// @param parked observations set aside
    record State(long depth, Optional<Instant> oldestAt, long parked) {}

    /// @param failed tried, and parked again
    record Replayed(int replayed, int failed) {}

    @GetMapping
    State state() {
        JournalState state = journal.state();
        return new State(state.depth(), state.oldestAt(), parking.count());
    }

    @GetMapping("/parked")
    Listing<Parking.Parked> parked(
            @RequestParam(defaultValue = "500") int limit, @RequestParam Optional<String> cursor) {
        return Listing.piece(parking.list(), each -> each.id().toString(), limit, cursor);
    }

    @PostMapping("/parked/{id}/replay")
    Replayed replay(@PathVariable String id) {
        try {
            return replayOne(UUID.fromString(id))
                    .orElseThrow(() -> new NotFound("nothing is parked under the id " + id));
        } catch (IllegalArgumentException e) {
            throw new BadField("id", "\"" + id + "\" is not the id of a parked observation");
        }
    }

    @PostMapping("/replay")
    Replayed replayAll() {
        Replayed all = new Replayed(0, 0);
        for (Parking.Parked parked : parking.list()) {
            Replayed one = replayOne(parked.id()).orElse(new Replayed(0, 0));
            all = new Replayed(all.replayed() + one.replayed(), all.failed() + one.failed());
        }
        return all;
    }

    private Optional<Replayed> replayOne(UUID id) {
        return switch (intake.replay(id)) {
            case FILED -> Optional.of(new Replayed(1, 0));
            case PARKED_AGAIN -> Optional.of(new Replayed(0, 1));
            case UNKNOWN -> Optional.empty();
        };
    }
}
