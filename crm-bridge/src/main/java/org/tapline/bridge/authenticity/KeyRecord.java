package org.tapline.bridge.authenticity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.james.jdkim.tagvalue.PublicKeyRecordImpl;

/// A key as a domain publishes it. The library reads RSA keys; one of Ed25519 is 32 octets in
/// base64 (RFC 8463 §4).
final class KeyRecord extends PublicKeyRecordImpl {
    private static final String KIND = "ed25519";
    private static final int OCTETS = 32;

    /// What stands before the 32 octets where the JDK reads a key: a sequence with the object
    /// identifier 1.3.101.112 (RFC 8410 §4).
    private static final byte[] BEFORE = HexFormat.of().parseHex("302a300506032b6570032100");

    KeyRecord(String text) {
        super(text);
    }

    @Override
    public PublicKey getPublicKey() {
        return isEd25519() ? ed25519() : super.getPublicKey();
    }

    @Override
    public boolean isKeyTypeSupported(CharSequence asked) {
        return isEd25519()
                ? asked.toString().toLowerCase(Locale.ROOT).equals(KIND)
                : super.isKeyTypeSupported(asked);
    }

    @Override
    public void validate() {
        if (isEd25519()) {
            ed25519();
        } else {
            super.validate();
        }
    }

    private boolean isEd25519() {
        List<CharSequence> kinds = getAcceptableKeyTypes();
        return kinds.size() == 1
                && kinds.getFirst().toString().strip().toLowerCase(Locale.ROOT).equals(KIND);
    }

    private PublicKey ed25519() {
        CharSequence written = getValue("p");
        if (written == null || written.toString().isBlank()) {
            throw new IllegalStateException("the key was revoked");
        }
        try {
            byte[] octets =
                    Base64.getDecoder().decode(written.toString().replaceAll("[ \t\r\n]", ""));
            if (octets.length != OCTETS) {
                throw new IllegalStateException("an Ed25519 key has 32 octets");
            }
            byte[] encoded = new byte[BEFORE.length + OCTETS];
            System.arraycopy(BEFORE, 0, encoded, 0, BEFORE.length);
            System.arraycopy(octets, 0, encoded, BEFORE.length, OCTETS);
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(encoded));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new IllegalStateException("no Ed25519 key: " + e.getMessage(), e);
        }
    }
}
