package org.tapline.proxy.relay;

import io.netty.bootstrap.Bootstrap;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.tapline.journal.Journal;
import org.tapline.proxy.ProxySettings;
import org.tapline.proxy.directory.Directory;
import org.tapline.proxy.ops.RelayMetrics;
import org.tapline.proxy.spool.Spool;
import org.tapline.proxy.tls.ClientSideTls;
import org.tapline.proxy.upstream.Upstreams;

/// What all sessions share.
///
/// @param connector template for connections to upstreams
/// @param appender runs a session's appends to the journal, which may block
/// @param configured limits that an administrator sets
public record Surroundings(
        RelayLimits limits,
        ProxySettings.Limits configured,
        Optional<String> bccDomain,
        Conversations conversations,
        Upstreams upstreams,
        Bootstrap connector,
        ClientSideTls clientSideTls,
        Directory directory,
        Spool spool,
        Journal journal,
        Executor appender,
        Clock clock,
        RelayMetrics metrics) {}
