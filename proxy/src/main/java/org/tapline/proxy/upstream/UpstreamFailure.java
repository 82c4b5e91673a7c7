package org.tapline.proxy.upstream;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/// Why an upstream cannot be used; the label goes into the log.
public enum UpstreamFailure {
    UNKNOWN_HOST("unknown-host", "check the host name and this machine's DNS"),
    REFUSED("refused", "check host, port and whether the mail server runs"),
    TIMEOUT("timeout", "check host, port and firewalls between here and the mail server"),
    CERTIFICATE(
            "certificate",
            "the certificate must be valid for the configured host name; set `trust` when it comes"
                    + " from a private authority"),
    TLS("tls", "check the port and whether `tls` is implicit, starttls or none there"),
    CLOSED("closed", "see the log of the mail server");

    private final String label;
    private final String advice;

    UpstreamFailure(String label, String advice) {
        this.label = label;
        this.advice = advice;
    }

    /// Sorts what went wrong.
    public static UpstreamFailure of(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof UnknownHostException) {
                return UNKNOWN_HOST;
            }
            if (at instanceof CertificateException) {
                return CERTIFICATE;
            }
            if (at instanceof ConnectTimeoutException
                    || at instanceof SslHandshakeTimeoutException) {
                return TIMEOUT;
            }
            if (at instanceof ConnectException) {
                return REFUSED;
            }
        }
        return cause instanceof SSLException ? TLS : CLOSED;
    }

    /// Stable name.
    public String label() {
        return label;
    }

    /// What an administrator can do.
    public String advice() {
        return advice;
    }
}
