package org.tapline.bridge.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/// What makes two sightings one message (DESIGN section 5, step 2): the Message-ID together with a
/// fingerprint of From, Date and body.
///
/// | id | fingerprint | relation |
/// | --- | --- | --- |
/// | equal, or both absent | equal | [Relation#SAME] |
/// | one absent, or different | equal, with a date | [Relation#REWRITTEN_ID] |
/// | equal | different | [Relation#REUSED_ID] |
/// | otherwise | | [Relation#DIFFERENT] |
///
/// @param messageId normalised by [MessageIds], where the message has one
/// @param fingerprint hex SHA-256 over the From address, the date in seconds and the body's hash
/// @param dated whether the message has a date; without one the fingerprint alone proves little
public record MessageKey(Optional<String> messageId, String fingerprint, boolean dated) {

    /// How two sightings stand to each other.
    public enum Relation {
        /// One message.
        SAME,
        /// One message whose id was changed or lost on the way, as some providers do. Only to be
        /// believed between deliveries of one mailbox: a mailing robot sends the same words to
        /// many people in one second under different ids.
        REWRITTEN_ID,
        /// Two messages under one id: broken software, or somebody edited a draft and sent it
        /// again.
        REUSED_ID,
        DIFFERENT
    }

    /// @param messageId as written; absent or empty when missing
    /// @param from the From address as written; empty when missing
    /// @param date the Date header; seconds count, as in RFC 5322 §3.3
    /// @param bodyHash hash over the decoded body, see `ParsedMail.bodyHash`
    public static MessageKey of(
            Optional<String> messageId, String from, Optional<Instant> date, String bodyHash) {
        MessageDigest sha = sha256();
        part(sha, AddressKey.of(from).value());
        part(sha, date.map(at -> Long.toString(at.getEpochSecond())).orElse(""));
        part(sha, bodyHash);
        return new MessageKey(
                messageId.flatMap(MessageIds::normalise),
                HexFormat.of().formatHex(sha.digest()),
                date.isPresent());
    }

    /// One text for a unique index: equal exactly when the relation is [Relation#SAME].
    public String value() {
        return messageId.orElse("") + '|' + fingerprint;
    }

    /// How this sighting stands to another.
    public Relation relation(MessageKey other) {
        boolean sameBody = fingerprint.equals(other.fingerprint);
        if (messageId.equals(other.messageId)) {
            if (sameBody) {
                return Relation.SAME;
            }
            return messageId.isPresent() ? Relation.REUSED_ID : Relation.DIFFERENT;
        }
        return sameBody && dated ? Relation.REWRITTEN_ID : Relation.DIFFERENT;
    }

    /// Each part with its length in front, so that no two lists of parts give the same octets.
    private static void part(MessageDigest sha, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        sha.update((octets.length + ":").getBytes(StandardCharsets.US_ASCII));
        sha.update(octets);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
