package org.tapline.bridge.api;

import java.util.List;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.mailbox.User;
import org.tapline.bridge.mailbox.Users;
import org.tapline.bridge.privacy.Sight;
import org.tapline.bridge.privacy.Viewer;
import org.tapline.bridge.privacy.Visibility;
import org.tapline.bridge.sharing.Sights;
import org.tapline.bridge.timeline.Entry;

/// Says who reads, and notes what was read.
///
/// Every token is an administrator's. With `as=USER` it sees what this user may see, but it is
/// still the administrator who looks: a read of full mail in somebody's name is noted too.
final class Readers {
    private static final Viewer HOLDER = new Viewer.Administrator(true);

    private final Users users;
    private final Sights sights;
    private final Audit audit;

    Readers(Users users, Sights sights, Audit audit) {
        this.users = users;
        this.sights = sights;
        this.audit = audit;
    }

    /// @param as address or id of a user
    Reader of(Optional<String> as, Authentication holder) {
        if (as.isEmpty()) {
            return new Reader(sights.administrator(), holder.getName(), Optional.empty());
        }
        User user =
                users.find(as.get()).orElseThrow(() -> new NotFound("user not found: " + as.get()));
        return new Reader(
                new Viewer.User(Long.toString(user.id())),
                holder.getName() + " as " + user.address(),
                Optional.of(user.id()));
    }

    /// Before the answer is given: one line for all that it shows in full.
    void note(Reader reader, String action, String subject, List<Entry> shown) {
        List<Long> full =
                shown.stream()
                        .filter(entry -> entry.visibility().equals(Sight.EVERYTHING.label()))
                        .map(Entry::id)
                        .toList();
        if (!full.isEmpty() && Visibility.audited(HOLDER, List.of(), Sight.EVERYTHING)) {
            audit.read(reader.actor(), action, subject, full);
        }
    }

    void noteRaw(Reader reader, long message) {
        audit.read(reader.actor(), "message.read-raw", "message " + message, List.of(message));
    }

    /// Before the first octet is given out, whether or not anything is shown in full.
    void noteExport(Reader reader, String person, List<Long> full) {
        audit.read(reader.actor(), "person.export", person, full);
    }
}
