package org.tapline.proxy.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.tapline.proxy.StartFailure;

/// TLS towards one upstream, with its certificate verified: chain, validity and name (RFC 9525).
public final class UpstreamTls implements AutoCloseable {
    private final SslContext context;
    private final String host;
    private final int port;
    private final long handshakeMillis;

    /// @param trust PEM file of certificate authorities; empty: those of the Java runtime
    /// @throws StartFailure when the trust anchor does not load
    public UpstreamTls(String host, int port, Optional<Path> trust, long handshakeMillis) {
        this.host = host;
        this.port = port;
        this.handshakeMillis = handshakeMillis;
        SslContextBuilder builder = Provider.configured(SslContextBuilder.forClient());
        trust.ifPresent(
                file ->
                        builder.trustManager(
                                PemFiles.certificates(file, "trust anchor")
                                        .toArray(X509Certificate[]::new)));
        try {
            this.context = builder.build();
        } catch (SSLException cannot) {
            throw new StartFailure(
                    "the trust anchor of upstream "
                            + host
                            + " cannot be used ("
                            + cannot.getMessage()
                            + ")",
                    cannot);
        }
    }

    /// A handler for one connection.
    public SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator, host, port);
        SSLEngine engine = handler.engine();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        handler.setHandshakeTimeoutMillis(handshakeMillis);
        return handler;
    }

    @Override
    public void close() {
        ReferenceCountUtil.release(context);
    }
}
