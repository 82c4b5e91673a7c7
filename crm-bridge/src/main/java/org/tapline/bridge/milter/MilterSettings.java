package org.tapline.bridge.milter;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.Predicate;

/// What the milter is told by the configuration (`listen.milter`).
///
/// @param address where it listens; port 0 for any free one
/// @param peers mail servers that may connect
/// @param trustedClients clients of these mail servers whose envelope sender is believed although
///     they did not sign in: a web mailer, a copier
/// @param spool folder for messages that are being received; what lies in it at the start is
///     removed
/// @param diskReserve octets that are left free on the disk: a message that begins when there is
///     less is not captured
public record MilterSettings(
        InetSocketAddress address,
        Predicate<InetAddress> peers,
        Predicate<InetAddress> trustedClients,
        Path spool,
        long diskReserve,
        MilterLimits limits) {}
