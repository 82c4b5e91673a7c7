package org.tapline.bridge.ingest;

import java.time.Duration;

/// Bounds of the listener.
///
/// @param message octets of one message. 50 MiB: above what the large providers let through
/// @param recipients of one message. 100: RFC 5321 §4.5.3.1.8
/// @param connections at once. 256: each may hold a framed line of [LineFramer#PIECE]
/// @param connectionsPerAddress at once from one address that is no trusted relay
/// @param messagesPerConnection 100: as Postfix' `smtp_connection_reuse_count_limit` senders do
/// @param commands of one connection; mail for 100 messages with some recipients needs fewer
/// @param idle without an octet. Five minutes: RFC 5321 §4.5.3.2.7
/// @param senderBurst messages of one envelope sender at once
/// @param senderRefill in which a sender may send that many again
/// @param appendWait for the journal. 20 s: far below the ten minutes that senders wait for the
///     answer to the final dot (RFC 5321 §4.5.3.2.6)
public record IngestLimits(
        long message,
        int recipients,
        int connections,
        int connectionsPerAddress,
        int messagesPerConnection,
        int commands,
        Duration idle,
        int senderBurst,
        Duration senderRefill,
        Duration appendWait) {

    /// Messages of one sender in a minute. 60: a person who files a folder by hand sends fewer.
    public static final int MESSAGES_PER_MINUTE = 60;

    /// The limits that production uses.
    ///
    /// @param messagesPerMinute of one envelope sender (`listen.bcc.messages-per-minute`)
    public static IngestLimits standard(int messagesPerMinute) {
        return new IngestLimits(
                50L << 20,
                100,
                256,
                20,
                100,
                2_000,
                Duration.ofMinutes(5),
                messagesPerMinute,
                Duration.ofMinutes(1),
                Duration.ofSeconds(20));
    }
}
