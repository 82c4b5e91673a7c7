package org.tapline.bridge.milter;

import java.time.Duration;

/// Bounds of the milter.
///
/// @param message octets of one message. 100 MiB: twice what the large providers let through, as
///     mail inside an organisation may be bigger
/// @param packet octets of one packet. 1.25 MiB: above a header field of a Postfix that was told to
///     let 1 MiB through (its default is 100 KiB), and above the longest body packets of libmilter
/// @param recipients that are remembered of one message. Twice what Postfix lets through
///     (`smtpd_recipient_limit`)
/// @param connections at once that show their mail. A Postfix has one for each client it talks to,
///     100 by default (`default_process_limit`)
/// @param silent further connections, which are asked to show nothing
/// @param idle without an octet. Two hours, as libmilter: a mail server's client may be slow
/// @param appendWait for the journal, in which the mail server's client waits too
public record MilterLimits(
        long message,
        int packet,
        int recipients,
        int connections,
        int silent,
        Duration idle,
        Duration appendWait) {

    /// The limits that production uses.
    ///
    /// @param appendWait as for submission (`limits.durable-wait`)
    public static MilterLimits standard(Duration appendWait) {
        return new MilterLimits(
                100L << 20, 1_280 << 10, 2_000, 256, 1_024, Duration.ofHours(2), appendWait);
    }
}
