package org.tapline.proxy.relay;

import java.time.Duration;

/// Bounds of the relay that no administrator needs to touch.
///
/// @param connect until an upstream's address answers
/// @param handshake until TLS is agreed on
/// @param idle without an octet in either direction; RFC 9051 §5.4 wants at least 30 minutes, and
///     clients re-issue IDLE every 29
/// @param linger for the other side's end of stream, once ours is sent
/// @param lastFlush for a slow client to take what was sent before a close
/// @param perAddress sessions of one client address; offices sit behind one address, with several
///     connections per user
/// @param held octets for a client that may wait for the journal before the client is no longer
///     read from
/// @param withheld octets of an unfinished line remembered against a defect; above it the session
///     is closed rather than guessed at
public record RelayLimits(
        Duration connect,
        Duration handshake,
        Duration idle,
        Duration linger,
        Duration lastFlush,
        int perAddress,
        int held,
        int withheld) {
    /// What holds in production.
    public static final RelayLimits DEFAULTS =
            new RelayLimits(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    Duration.ofMinutes(35),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(1),
                    1000,
                    256 * 1024,
                    256 * 1024);
}
