package org.tapline.proxy.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A certificate chain and the private key that belongs to it.
record Identification(List<X509Certificate> chain, PrivateKey key) {
    Identification {
        chain = List.copyOf(chain);
    }

    @Override
    public String toString() {
        return "Identification[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
