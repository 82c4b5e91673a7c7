package org.tapline.bridge.mime;

/// The text of a mail, split into what is new and what came before.
///
/// @param reply the new text
/// @param history quoted text and everything below it; empty when nothing is quoted
public record QuotedHistory(String reply, String history) {}
