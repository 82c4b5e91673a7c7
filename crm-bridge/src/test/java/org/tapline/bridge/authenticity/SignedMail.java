package org.tapline.bridge.authenticity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.apache.james.jdkim.DKIMSigner;
import org.tapline.journal.Content;

/// Mails signed with a key of the test's own, published at `s._domainkey.DOMAIN`.
public final class SignedMail {
    private static final KeyPair KEY = key();

    private SignedMail() {}

    public static String published() {
        return "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(KEY.getPublic().getEncoded());
    }

    /// @param tags more tags for the signature, such as `l=4; `
    public static Content of(String from, String signer, String tags, String body) {
        String mail = "From: " + from + "\r\nTo: bob@beta.test\r\nSubject: x\r\n\r\n" + body;
        try {
            String field =
                    new DKIMSigner(
                                    "v=1; a=rsa-sha256; c=relaxed/relaxed; "
                                            + tags
                                            + "d="
                                            + signer
                                            + "; s=s; h=from:to:subject; b=; bh=;",
                                    KEY.getPrivate())
                            .sign(new ByteArrayInputStream(mail.getBytes(US_ASCII)));
            return Content.of((field + "\r\n" + mail).getBytes(US_ASCII));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
