package org.tapline.proxy.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.proxy.StartFailure;

/// TLS towards clients, always with the newest certificate that loads. Thread-safe.
public final class ClientSideTls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSideTls.class);

    private CertificateSource source;
    private final long handshakeMillis;
    private SslContext context;
    private List<String> version;

    /// @throws StartFailure when the certificate does not load
    public ClientSideTls(CertificateSource source, long handshakeMillis) {
        this.source = source;
        this.handshakeMillis = handshakeMillis;
        this.version = source.version();
        this.context = context(source.load());
    }

    /// A handler for one connection.
    public synchronized SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(handshakeMillis);
        return handler;
    }

    /// Takes the certificate from elsewhere from now on.
    ///
    /// @throws StartFailure when it does not load; then the old one stays in use
    public synchronized void use(CertificateSource other) {
        List<String> now = other.version();
        SslContext fresh = context(other.load());
        ReferenceCountUtil.release(context);
        context = fresh;
        version = now;
        source = other;
        LOG.info("event=certificate-reloaded file={}", source);
    }

    /// Looks whether the files changed and serves the new certificate from now on. One that does
    /// not load (half written, key and certificate of different pairs) is tried again next time.
    public synchronized void reloadIfChanged() {
        List<String> now = source.version();
        if (now.equals(version)) {
            return;
        }
        try {
            SslContext fresh = context(source.load());
            ReferenceCountUtil.release(context);
            context = fresh;
            version = now;
            LOG.info("event=certificate-reloaded file={}", source);
        } catch (StartFailure notYet) {
            LOG.warn(
                    "event=certificate-not-reloaded cause=\"{}\" action=\"the old one stays in use\"",
                    notYet.getMessage());
        }
    }

    /// Lets go of the native context; running sessions keep what they need.
    @Override
    public synchronized void close() {
        ReferenceCountUtil.release(context);
    }

    private static SslContext context(Identification identification) {
        PrivateKey key = identification.key();
        X509Certificate[] chain = identification.chain().toArray(X509Certificate[]::new);
        try {
            return Provider.configured(SslContextBuilder.forServer(key, chain)).build();
        } catch (SSLException | IllegalArgumentException cannot) {
            throw new StartFailure(
                    "the certificate cannot be used for TLS ("
                            + cannot.getMessage()
                            + "): RSA and EC keys work",
                    cannot);
        }
    }
}
