package org.tapline.bridge.authenticity;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;

/// The signature that DKIM's `ed25519-sha256` is (RFC 8463 §3): PureEdDSA over the SHA-256 of what
/// is signed. The JDK has both halves, but not together under the one name by which jDKIM asks for
/// it.
final class Ed25519Provider extends Provider {
    private static final long serialVersionUID = 1L;

    /// As jDKIM makes it of `a=ed25519-sha256`.
    static final String ALGORITHM = "SHA256withED25519";

    Ed25519Provider() {
        super("TaplineDkim", "1", "DKIM's ed25519-sha256 (RFC 8463)");
        putService(
                new Service(this, "Signature", ALGORITHM, OverHash.class.getName(), null, null) {
                    @Override
                    public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                        return new OverHash();
                    }
                });
    }

    /// Collects the hash, then verifies.
    private static final class OverHash extends SignatureSpi {
        private final MessageDigest hash;
        private final Signature pure;

        OverHash() throws NoSuchAlgorithmException {
            hash = MessageDigest.getInstance("SHA-256");
            pure = Signature.getInstance("Ed25519");
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            hash.reset();
            pure.initVerify(key);
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            hash.reset();
            pure.initSign(key);
        }

        @Override
        protected void engineUpdate(byte octet) {
            hash.update(octet);
        }

        @Override
        protected void engineUpdate(byte[] octets, int offset, int length) {
            hash.update(octets, offset, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            pure.update(hash.digest());
            return pure.sign();
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            pure.update(hash.digest());
            return pure.verify(signature);
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException("no parameters");
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException("no parameters");
        }
    }
}
