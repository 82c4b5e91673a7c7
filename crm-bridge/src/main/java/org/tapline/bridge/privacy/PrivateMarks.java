package org.tapline.bridge.privacy;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.tapline.bridge.identity.Domains;

/// Finds whether a private mark touches a message.
public final class PrivateMarks {

    private PrivateMarks() {}

    /// What a mark is put on.
    public enum On {
        MESSAGE,
        THREAD,
        CONTACT,
        /// With its subdomains.
        DOMAIN
    }

    /// A private mark.
    ///
    /// @param on what kind of thing is marked
    /// @param target id of the message, thread or contact, or the domain
    /// @param by the user whose mail it hides; absent: everybody's
    public record Mark(On on, String target, Optional<String> by) {}

    /// What a mark may touch a message by.
    ///
    /// @param message its id
    /// @param thread id of its thread
    /// @param contacts ids of the contacts it is linked to
    /// @param domains domains of the people outside who take part
    public record Touch(String message, String thread, Set<String> contacts, Set<String> domains) {
        public Touch {
            contacts = Set.copyOf(contacts);
            domains = Set.copyOf(domains);
        }
    }

    /// Whether one of the marks hides this owner's copy of the message.
    public static boolean hide(Collection<Mark> marks, String owner, Touch message) {
        return marks.stream()
                .filter(mark -> mark.by().isEmpty() || mark.by().get().equals(owner))
                .anyMatch(mark -> touches(mark, message));
    }

    private static boolean touches(Mark mark, Touch message) {
        return switch (mark.on()) {
            case MESSAGE -> mark.target().equals(message.message());
            case THREAD -> mark.target().equals(message.thread());
            case CONTACT -> message.contacts().contains(mark.target());
            case DOMAIN ->
                    message.domains().stream()
                            .anyMatch(domain -> Domains.within(domain, mark.target()));
        };
    }
}
