package org.tapline.proxy.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.StartFailure;

/// Reads PEM files (RFC 7468) and says in one line what is wrong with them.
final class PemFiles {
    private static final Pattern KEY =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final Pattern OTHER_KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----");

    private PemFiles() {}

    /// Reads a chain and its key, and makes sure that they belong together.
    ///
    /// @throws StartFailure when they do not load
    static Identification identification(Path chain, Path key) {
        List<X509Certificate> certificates = certificates(chain, "certificate");
        PublicKey publicKey = certificates.getFirst().getPublicKey();
        PrivateKey privateKey = privateKey(key, publicKey.getAlgorithm());
        if (!belongTogether(privateKey, publicKey)) {
            throw new StartFailure(
                    "the key "
                            + key
                            + " does not belong to the certificate "
                            + chain
                            + ": set `tls.certificate` and `tls.key` to files of the same pair, the"
                            + " server's own certificate first in its file");
        }
        return new Identification(certificates, privateKey);
    }

    /// Reads all certificates of a file.
    ///
    /// @param what name of the file in the message
    static List<X509Certificate> certificates(Path file, String what) {
        try (InputStream in = new ByteArrayInputStream(octets(file, what))) {
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(PemFiles::x509)
                            .toList();
            if (found.isEmpty()) {
                throw notPem(file, what, null);
            }
            return found;
        } catch (CertificateException | IOException unreadable) {
            throw notPem(file, what, unreadable);
        }
    }

    private static X509Certificate x509(Certificate certificate) {
        return (X509Certificate) certificate;
    }

    private static StartFailure notPem(Path file, String what, @Nullable Throwable cause) {
        String message =
                "the "
                        + what
                        + " "
                        + file
                        + " holds no certificate in PEM form: it must have lines `BEGIN"
                        + " CERTIFICATE` and `END CERTIFICATE`";
        return cause == null ? new StartFailure(message) : new StartFailure(message, cause);
    }

    private static PrivateKey privateKey(Path file, String algorithm) {
        String pem = new String(octets(file, "key"), StandardCharsets.ISO_8859_1);
        Matcher found = KEY.matcher(pem);
        if (!found.find()) {
            Matcher other = OTHER_KEY.matcher(pem);
            throw new StartFailure(
                    other.find()
                            ? "the key "
                                    + file
                                    + " is a "
                                    + other.group(1)
                                    + ": convert it with `openssl pkcs8 -topk8 -nocrypt -in "
                                    + file.getFileName()
                                    + " -out new-key.pem`"
                            : "the key "
                                    + file
                                    + " holds no private key in PEM form: it must have lines `BEGIN"
                                    + " PRIVATE KEY` and `END PRIVATE KEY`");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(found.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException cannot) {
            throw new StartFailure(
                    "the key "
                            + file
                            + " cannot be used with an "
                            + algorithm
                            + " certificate: set `tls.key` to the key the certificate was made for",
                    cannot);
        }
    }

    private static byte[] octets(Path file, String what) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new StartFailure(
                    "the " + what + " " + file + " does not exist: correct its path", missing);
        } catch (IOException unreadable) {
            throw new StartFailure(
                    "the "
                            + what
                            + " "
                            + file
                            + " cannot be read: make it readable for the user that runs Tapline",
                    unreadable);
        }
    }

    /// Signs with one and verifies with the other: works for every kind of key.
    private static boolean belongTogether(PrivateKey key, PublicKey publicKey) {
        String signature =
                switch (publicKey.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> publicKey.getAlgorithm();
                };
        try {
            byte[] proof = "tapline".getBytes(StandardCharsets.US_ASCII);
            Signature signer = Signature.getInstance(signature);
            signer.initSign(key);
            signer.update(proof);
            Signature verifier = Signature.getInstance(signature);
            verifier.initVerify(publicKey);
            verifier.update(proof);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException notAPair) {
            return false;
        }
    }
}
