package org.tapline.proxy.relay;

import java.time.Duration;

/// Bounds of the relay that no administrator needs to touch.
///
/// @param connect until an upstream's address answers
/// @param handshake until TLS is agreed on
/// @param linger for the other side's end of stream, once ours is sent
/// @param lastFlush for a slow client to take what was sent before a close
/// @param held octets for a client that may wait for the journal before the client is no longer
///     read from
/// @param withheld octets of an unfinished line remembered against a defect; above it the session
///     is closed rather than guessed at
public record RelayLimits(
        Duration connect,
        Duration handshake,
        Duration linger,
        Duration lastFlush,
        int held,
        int withheld) {
    /// What holds in production.
    public static final RelayLimits DEFAULTS =
            new RelayLimits(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(1),
                    256 * 1024,
                    256 * 1024);
}
