package org.tapline.bridge.mime;

import java.util.Optional;

/// One part of a message that is not its readable text.
///
/// @param name file name, decoded (RFC 2231, RFC 2047), path and control characters removed;
///     never empty: where the mail gives none, one is made from the type
/// @param type media type, lower case, without parameters: `image/png`
/// @param size octets after decoding of the transfer encoding
/// @param inline true when the text shows it (`Content-Disposition: inline`, or referred to by
///     Content-ID in a multipart/related)
/// @param sha256 lower-case hexadecimal SHA-256 over the decoded octets
/// @param contentId without angle brackets
public record Attachment(
        String name,
        String type,
        long size,
        boolean inline,
        String sha256,
        Optional<String> contentId) {}
