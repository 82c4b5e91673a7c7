package org.tapline.bridge.mime;

import java.util.Optional;

/// What sort of mail this is, by its own marks (DESIGN section 6, rule 4). More than one may hold;
/// an ordinary mail has none. The marks say nothing of who sent it: the policy never applies them
/// to a user's own mail.
///
/// @param bounce a report that a message could not (or not yet) be delivered, or that it was
/// @param automaticReply out of office, ticket receipt, read receipt and the like (RFC 3834)
/// @param bulk list mail, newsletters and other mail to many
/// @param listId the list, from List-Id (RFC 2919), where given
/// @param unsubscribeRequest somebody asks to be taken off a list
/// @param abuseReport a complaint by way of a feedback loop (RFC 5965)
/// @param calendarMethod method of a calendar part in capitals (`REQUEST`, `REPLY`, `CANCEL`,
///     RFC 5546), or `PUBLISH` where a calendar part gives none
public record MailKind(
        Optional<Bounce> bounce,
        boolean automaticReply,
        boolean bulk,
        Optional<String> listId,
        boolean unsubscribeRequest,
        Optional<AbuseReport> abuseReport,
        Optional<String> calendarMethod) {

    /// Mail without any mark.
    public static MailKind ordinary() {
        return new MailKind(
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }
}
