package org.tapline.bridge.mime;

import java.util.Optional;

/// A complaint about a message (RFC 5965).
///
/// @param feedbackType `abuse`, `fraud`, `not-spam` ..., lower case
/// @param originalRecipient who complained, where the report names it
public record AbuseReport(String feedbackType, Optional<String> originalRecipient) {}
