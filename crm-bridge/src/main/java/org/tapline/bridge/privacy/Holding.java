package org.tapline.bridge.privacy;

/// That a message lies in a mailbox of a user, and what the user shares of it.
///
/// @param owner id of the user whose mailbox it is
/// @param level what the mailbox's policy shares for the direction of this delivery
/// @param markedPrivate whether a private mark of this owner, or one of the organisation,
///     touches the message, its thread, one of its contacts or domains; see [PrivateMarks]
public record Holding(String owner, Sight level, boolean markedPrivate) {}
