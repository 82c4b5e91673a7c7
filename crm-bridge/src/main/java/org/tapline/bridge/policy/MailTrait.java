package org.tapline.bridge.policy;

/// What the headers and the form of a message tell of its kind; a message may have several.
public enum MailTrait {
    /// Delivery status notification, or a null sender with the looks of one.
    BOUNCE,
    /// Out of office and the like.
    AUTOMATIC_REPLY,
    /// Newsletters and list mail.
    BULK,
    /// Mail that only asks to be taken off a list (RFC 2369 `List-Unsubscribe` by mail).
    UNSUBSCRIBE_REQUEST,
    /// ARF (RFC 5965).
    ABUSE_REPORT,
    /// Invitations, replies and cancellations (RFC 6047).
    CALENDAR
}
