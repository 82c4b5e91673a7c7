package org.tapline.bridge.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One message on a timeline.
///
/// @param messageId the Message-ID without angle brackets
/// @param threadId messages of one conversation share it
/// @param direction `inbound` or `outbound`
/// @param occurredAt when it was written
/// @param waysIn labels of `Way`, in their order
/// @param mailboxes logins of the mailboxes that hold it
/// @param visibility what the viewer sees of it: `metadata`, `subject` or `everything`
public record Entry(
        long id,
        Optional<String> messageId,
        long threadId,
        String direction,
        Instant occurredAt,
        String subject,
        List<Person> from,
        List<Person> to,
        List<Person> cc,
        List<Person> bcc,
        List<String> waysIn,
        List<String> mailboxes,
        String visibility,
        List<File> attachments) {

    /// A participant.
    ///
    /// @param contactId the contact the address belongs to now
    public record Person(String name, String address, Optional<Long> contactId) {}

    /// An attachment.
    ///
    /// @param size octets
    public record File(String name, String type, long size) {}
}
