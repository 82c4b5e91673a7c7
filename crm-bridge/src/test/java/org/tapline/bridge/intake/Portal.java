package org.tapline.bridge.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tapline.bridge.Seen;
import org.tapline.bridge.enquiries.ConfirmationList;
import org.tapline.bridge.enquiries.StoredRule;
import org.tapline.journal.Content;
import org.tapline.journal.Observation;

/// A portal whose notifications tell of enquirers, and what tests about it look at.
final class Portal {
    static final String SALES = "sales@acme.test";

    private final Rooms rooms;

    Portal(Rooms rooms) {
        this.rooms = rooms;
        rooms.users().add("Sales", SALES, List.of());
    }

    void rule(Optional<StoredRule.Letter> confirmation) {
        rooms.leads()
                .put(
                        new StoredRule(
                                "homes",
                                "portal.test",
                                Optional.of("*enquiry*"),
                                List.of("reply-to"),
                                List.of(),
                                List.of(),
                                List.of(),
                                confirmation),
                        "test");
    }

    StoredRule.Letter letter(boolean unproven) {
        return new StoredRule.Letter(
                "Acme sales <sales@acme.test>",
                "We have your enquiry",
                "Dear {name}, grüß Gott.",
                unproven);
    }

    Observation inbox(int uid) {
        return Seen.fetched(SALES, "INBOX", uid);
    }

    Content notification(String id, String enquirer, String... more) {
        List<String> header =
                new ArrayList<>(
                        List.of(
                                "From: Portal <notify@portal.test>",
                                "To: " + SALES,
                                "Reply-To: " + enquirer,
                                "Subject: New enquiry about Main Street 1",
                                "Date: Fri, 20 Nov 2026 10:00:00 +0000",
                                "Message-ID: <" + id + ">"));
        header.addAll(List.of(more));
        return Seen.mail("Is it free? " + id, header.toArray(String[]::new));
    }

    List<ConfirmationList.Row> confirmations() {
        return new ConfirmationList(rooms.database()).newest(Long.MAX_VALUE, 100);
    }
}
