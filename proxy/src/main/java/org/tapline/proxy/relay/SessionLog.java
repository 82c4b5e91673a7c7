package org.tapline.proxy.relay;

import io.netty.handler.codec.DecoderException;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.OpaqueReason;
import org.tapline.proxy.ops.OneLine;
import org.tapline.proxy.sasl.Identity;
import org.tapline.proxy.upstream.UpstreamFailure;
import org.tapline.proxy.upstream.UpstreamServer;

/// The log lines of one session: one line each, `key=value`, never content or credentials.
final class SessionLog {
    private static final Logger LOG = LoggerFactory.getLogger(SessionLog.class);

    private final String id;

    SessionLog(String id) {
        this.id = id;
    }

    void opened(Arrival arrival, Optional<UpstreamServer> upstream) {
        LOG.info(
                "session={} event=opened protocol={} client={} upstream={}",
                id,
                arrival.protocol().name().toLowerCase(Locale.ROOT),
                arrival.client(),
                upstream.map(UpstreamServer::toString).orElse("by-domain"));
    }

    /// The user has decided; the name is that of the configuration, not of the user.
    void routed(UpstreamServer upstream) {
        LOG.info("session={} event=routed name={} upstream={}", id, upstream.name(), upstream);
    }

    void signInRefused(int times) {
        LOG.info("session={} event=sign-in-refused times={}", id, times);
    }

    void signedIn(Identity identity, boolean observed) {
        LOG.info(
                "session={} event=signed-in mechanism={} observed={}",
                id,
                identity.mechanism(),
                observed);
    }

    /// The user was taken out of those who are observed, or put back.
    void observed(boolean now) {
        LOG.info("session={} event={}", id, now ? "observed-again" : "observed-no-more");
    }

    void opaque(OpaqueReason reason) {
        LOG.warn("session={} event=opaque reason={}", id, reason.label());
    }

    /// A fault of ours, with its stack trace.
    void defect(Throwable thrown) {
        LOG.error("session={} event=defect action=\"report this as a defect\"", id, thrown);
    }

    void upstreamFailed(UpstreamServer upstream, UpstreamFailure failure, Throwable cause) {
        LOG.warn(
                "session={} event=upstream-failed upstream={} reason={} cause=\"{}\" action=\"{}\"",
                id,
                upstream,
                failure.label(),
                OneLine.of(cause),
                failure.advice());
    }

    /// A peer that resets or speaks no TLS is worth a line; an exception of our own, all of it.
    void legFailed(Leg leg, Throwable cause) {
        if (cause instanceof RuntimeException && !(cause instanceof DecoderException)) {
            defect(cause);
            return;
        }
        LOG.info(
                "session={} event=leg-failed leg={} cause=\"{}\"",
                id,
                leg.name().toLowerCase(Locale.ROOT),
                OneLine.of(cause));
    }

    void closed(String reason, Traffic traffic) {
        LOG.info("session={} event=closed reason={} {}", id, reason, traffic);
    }
}
