package org.tapline.bridge.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One message on a timeline.
///
/// @param messageId the Message-ID without angle brackets
/// @param threadId messages of one conversation share it
/// @param direction `inbound` or `outbound`
/// @param occurredAt when it was written
/// @param subject null when the viewer may not see it
/// @param bcc blind copies, as far as the viewer may know of them
/// @param waysIn labels of `Way`, in their order
/// @param mailboxes logins of the mailboxes whose copy the viewer may know of
/// @param visibility what the viewer sees of it: `metadata`, `subject` or `everything`
/// @param attachments empty unless the viewer sees everything
/// @param uncertain whether it was only seen handed in to a mail server that was lost before its
///     answer: nobody knows whether the message went out
public record Entry(
        long id,
        Optional<String> messageId,
        long threadId,
        String direction,
        Instant occurredAt,
        @Nullable String subject,
        List<Person> from,
        List<Person> to,
        List<Person> cc,
        List<Person> bcc,
        List<String> waysIn,
        List<String> mailboxes,
        String visibility,
        List<File> attachments,
        boolean uncertain) {

    /// A participant.
    ///
    /// @param contactId the contact the address belongs to now
    public record Person(String name, String address, Optional<Long> contactId) {}

    /// An attachment.
    ///
    /// @param size octets
    public record File(String name, String type, long size) {}
}
