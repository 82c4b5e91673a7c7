package org.tapline.bridge;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Predicate;

/// Where mail servers show their mail (`listen.milter`).
///
/// @param peers mail servers that may connect
/// @param trustedClients clients of these whose envelope sender is believed although they did not
///     sign in
/// @param everybody whoever signs in with an address of an own domain is observed
/// @param appendWait for the journal
/// @param diskReserve octets that the spool leaves free on the disk
public record MilterEndpoint(
        InetSocketAddress address,
        Predicate<InetAddress> peers,
        Predicate<InetAddress> trustedClients,
        boolean everybody,
        Duration appendWait,
        long diskReserve) {}
