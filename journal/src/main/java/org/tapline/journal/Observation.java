package org.tapline.journal;

import java.time.Instant;
import java.util.UUID;

/// One thing the proxy saw: who, where, when, how, and what. The octets travel beside it as a
/// [Content].
///
/// @param id unique; the key for idempotence
/// @param at when it was seen, UTC
/// @param mailbox whose mail it is
/// @param way the way in
/// @param session id of the client session, for tracing from the connection to the timeline entry
/// @param sighting what was seen
public record Observation(
        UUID id, Instant at, MailboxName mailbox, Way way, String session, Sighting sighting) {}
