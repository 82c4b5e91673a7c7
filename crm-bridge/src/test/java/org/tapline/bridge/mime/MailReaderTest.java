package org.tapline.bridge.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tapline.journal.Content;

final class MailReaderTest {
    private static final String MIXED =
            """
            From: Anna Berg <anna@acme.test>
            To: Ben <ben@home.test>, carl@home.test
            Date: Fri, 20 Nov 2026 10:00:00 +0100
            Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
            Message-ID: <one@acme.test>
            References: <a@x> <b@x>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=out

            --out
            Content-Type: multipart/alternative; boundary=in

            --in
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Gr=C3=BC=C3=9Fe
            --in
            Content-Type: text/html; charset=utf-8

            <p>Greetings</p>
            --in--
            --out
            Content-Type: application/pdf; name="a.pdf"
            Content-Disposition: attachment; filename*=utf-8''%C3%A4.pdf
            Content-Transfer-Encoding: base64

            AQIDBA==
            --out--
            """;

    @Test
    void headers_text_html_and_attachments_of_an_ordinary_mail_are_read() throws Exception {
        List<ByteArrayOutputStream> stored = new ArrayList<>();
        ParsedMail mail =
                new MailReader(ReadLimits.standard())
                        .read(
                                Content.of(MIXED.getBytes(StandardCharsets.ISO_8859_1)),
                                index -> {
                                    stored.add(new ByteArrayOutputStream());
                                    return stored.get(index);
                                });
        assertThat(mail.from()).containsExactly(new MailAddress("Anna Berg", "anna@acme.test"));
        assertThat(mail.to())
                .containsExactly(
                        new MailAddress("Ben", "ben@home.test"),
                        new MailAddress("", "carl@home.test"));
        assertThat(mail.date()).contains(Instant.parse("2026-11-20T09:00:00Z"));
        assertThat(mail.subject()).isEqualTo("Grüße");
        assertThat(mail.headers().raw("subject")).contains("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=");
        assertThat(mail.messageId()).contains("one@acme.test");
        assertThat(mail.references()).containsExactly("a@x", "b@x");
        assertThat(mail.text().strip()).isEqualTo("Grüße");
        assertThat(mail.html().map(String::strip)).contains("<p>Greetings</p>");
        assertThat(mail.attachments())
                .containsExactly(
                        new Attachment(
                                "ä.pdf",
                                "application/pdf",
                                4,
                                false,
                                "9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e89b6a806a",
                                Optional.empty()));
        assertThat(stored).hasSize(1);
        assertThat(stored.getFirst().toByteArray()).containsExactly(1, 2, 3, 4);
        assertThat(mail.kind()).isEqualTo(MailKind.ordinary());
        assertThat(mail.defects()).isEmpty();
    }

    @Test
    void a_message_inside_a_message_is_an_attachment() {
        ParsedMail mail =
                Mails.read(
                        """
                        From: a@b.test
                        Date: Fri, 20 Nov 2026 10:00:00 +0100
                        Content-Type: multipart/mixed; boundary=x

                        --x

                        See below.
                        --x
                        Content-Type: message/rfc822

                        From: other@b.test
                        Subject: inner

                        Inner text.
                        --x--
                        """);
        assertThat(mail.text().strip()).isEqualTo("See below.");
        assertThat(mail.attachments()).hasSize(1);
        assertThat(mail.attachments().getFirst().name()).isEqualTo("message.eml");
    }

    @Test
    void octets_that_are_no_mail_at_all_are_read_with_defects() {
        for (String nothing :
                List.of("", "\n", "\0\0\0", "no header here", ": :\n\n", "From\n\nx")) {
            ParsedMail mail = Mails.read(nothing);
            assertThat(mail.from()).isEmpty();
            assertThat(mail.defects()).extracting(Defect::kind).contains(Defect.Kind.DATE);
            assertThat(mail.author().source()).isEqualTo(Author.Source.NOBODY);
        }
    }

    @Test
    void a_multipart_without_its_last_boundary_is_read_to_the_end() {
        ParsedMail mail =
                Mails.read(
                        """
                        Content-Type: multipart/mixed; boundary=x

                        --x

                        first
                        --x
                        Content-Type: image/png
                        Content-Transfer-Encoding: base64

                        AQID
                        """);
        assertThat(mail.text().strip()).isEqualTo("first");
        assertThat(mail.attachments()).hasSize(1);
        assertThat(mail.attachments().getFirst().size()).isEqualTo(3);
    }

    @Test
    void text_in_no_or_the_wrong_charset_is_guessed() {
        String type = "Content-Type: text/plain; charset=";
        assertThat(Mails.read("\nGr\u00fc\u00dfe").text()).isEqualTo("Grüße");
        assertThat(Mails.read("\nGr\u00c3\u00bc\u00c3\u009fe").text()).isEqualTo("Grüße");
        assertThat(Mails.read(type + "us-ascii\n\nGr\u00fc\u00dfe").text()).isEqualTo("Grüße");
        assertThat(Mails.read(type + "iso-8859-1\n\nGr\u00c3\u00bc\u00c3\u009fe").text())
                .isEqualTo("Grüße");
        assertThat(Mails.read(type + "no-such\n\nGr\u00fc\u00dfe").text()).isEqualTo("Grüße");
        assertThat(Mails.read(type + "utf-7\n\nGr+APwA3w-e").text()).isEqualTo("Grüße");
        assertThat(Mails.read(type + "no-such\n\nGr\u00fc\u00dfe").defects())
                .extracting(Defect::kind)
                .contains(Defect.Kind.CHARSET);
    }

    @Test
    void the_body_hash_survives_what_happens_on_the_way() {
        String body = "Content-Type: text/plain; charset=utf-8\n\nGr\u00c3\u00bcn \nblue\n";
        String same =
                "Received: by somebody\nX-Evolution-Source: 1\nContent-Type: text/plain;"
                        + " charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
                        + "Gr=C3=BCn\nbl=\nue\n\n\n";
        String other = body.replace("blue", "red");
        String hash = Mails.read(body).bodyHash();
        assertThat(hash).hasSize(64).isEqualTo(Mails.read(same).bodyHash());
        assertThat(hash).isNotEqualTo(Mails.read(other).bodyHash());
        byte[] bareLf = body.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Mails.read(bareLf, ReadLimits.standard()).bodyHash()).isEqualTo(hash);
    }

    @Test
    void a_failing_storage_is_reported_and_nothing_else_is() {
        MailReader reader = new MailReader(ReadLimits.standard());
        Content failing =
                new Content() {
                    @Override
                    public long size() {
                        return 1;
                    }

                    @Override
                    public InputStream open() {
                        return new FilterInputStream(InputStream.nullInputStream()) {
                            @Override
                            public int read(byte[] into, int offset, int length)
                                    throws IOException {
                                throw new IOException("disk gone");
                            }
                        };
                    }
                };
        assertThatThrownBy(() -> reader.read(failing, AttachmentSink.discard()))
                .isInstanceOf(IOException.class)
                .hasMessage("disk gone");
        Content whole = Content.of(MIXED.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(
                        () ->
                                reader.read(
                                        whole,
                                        index -> {
                                            throw new IOException("disk full");
                                        }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
    }

    @Test
    void a_winmail_dat_is_opened() {
        ParsedMail mail =
                Mails.read(
                        """
                        Content-Type: application/ms-tnef; name=winmail.dat
                        Content-Transfer-Encoding: base64

                        eJ8+IgAAAgKQBgAOAAAAAQD/////AAAAAAAAAAAAAAIQgAEABgAAAGEudHh0AAAAAg+ABgAC
                        AAAAaGkAAA==
                        """);
        assertThat(mail.attachments())
                .extracting(Attachment::name)
                .containsExactly("winmail.dat", "a.txt");
        assertThat(mail.attachments().get(1).size()).isEqualTo(2);
    }
}
