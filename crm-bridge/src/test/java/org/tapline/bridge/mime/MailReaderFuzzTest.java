package org.tapline.bridge.mime;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Any octets are read without an exception, within the limits. Runs the seeds in every build;
/// with `JAZZER_FUZZ=1` it searches for more.
final class MailReaderFuzzTest {
    private static final ReadLimits LIMITS = new ReadLimits(20, 5, 4_000, 50, 20, 4_000, 4_000);

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "From: a <b@c>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0100\r\n\r\nx",
                        "Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n",
                        "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n--x--\r\n--x",
                        "Subject: =?utf-8?B?/////w==?= =?utf-8?Q?=?=\r\n\r\n",
                        "Content-Type: text/html; charset=utf-7\r\n\r\n<a +-b +AAA",
                        "Content-Type: application/ms-tnef\r\n\r\nx\u009f>\"\0\0\1\2\3",
                        "Content-Transfer-Encoding: quoted-printable\r\n\r\n==\r\n=",
                        "Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: ;\r\nStatus:",
                        "\r\nbegin 644 x\r\nM`\r\n#0V%T\r\n`\r\nend",
                        "Content-Transfer-Encoding: x-uue\r\n\r\nbegin 600\r\n#0V%T\r\nbegin 600",
                        "Content-Type: text/plain; charset=hz\r\n\r\n~{V~}~~~\r\n~{VP",
                        "X-Amz-Sns-Message-Id: 1\r\n\r\n{\"notificationType\":\"Bounce\",[",
                        "Content-Type: message/partial; id=\"\"; number=-1; total=99999999\r\n\r\n:")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void any_octets_are_read(byte[] octets) {
        ParsedMail mail = Mails.read(octets, LIMITS);
        assertThat(mail.to()).hasSizeLessThanOrEqualTo(LIMITS.addresses());
        assertThat(mail.bodyHash()).hasSize(64);
        assertThat(mail.author()).isNotNull();
        assertThat(QuotedHistory.split(mail.text())).isNotNull();
    }
}
