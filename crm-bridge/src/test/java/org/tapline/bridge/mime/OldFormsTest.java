package org.tapline.bridge.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapline.journal.Content;

/// What programs sent before MIME, and still send: uuencode, HZ, messages in pieces.
final class OldFormsTest {
    private static final String CAT =
            """
            Here it is:

            begin 644 cat.txt
            #0V%T
            `
            end
            Regards, Anna
            """;

    private static final String PIECE =
            """
            Message-ID: <second@acme.test>
            Content-Type: message/partial; id="whole@acme.test"; number=%d; total=2

            Message-ID: <inner@acme.test>
            Content-Type: text/plain

            Hello
            """;

    @Test
    void a_file_in_the_text_is_an_attachment_and_no_text() throws Exception {
        List<ByteArrayOutputStream> stored = new ArrayList<>();
        ParsedMail mail =
                new MailReader(ReadLimits.standard())
                        .read(
                                Content.of(("\n" + CAT).getBytes(StandardCharsets.US_ASCII)),
                                index -> {
                                    stored.add(new ByteArrayOutputStream());
                                    return stored.get(index);
                                });

        assertThat(mail.text()).isEqualTo("Here it is:\n\nRegards, Anna\n");
        assertThat(mail.attachments()).extracting(Attachment::name).containsExactly("cat.txt");
        assertThat(mail.attachments().getFirst().size()).isEqualTo(3);
        assertThat(stored.getFirst()).hasToString("Cat");
    }

    @Test
    void every_line_length_is_decoded_at_every_cut() throws Exception {
        byte[] octets = new byte[200];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (i * 37);
        }
        byte[] text =
                encoded("begin 600 all.bin\n", octets, "end\n").getBytes(StandardCharsets.US_ASCII);
        for (int cut = 0; cut <= text.length; cut++) {
            Taken taken = new Taken();
            UuencodedFiles files = new UuencodedFiles(taken);
            files.accept(text, 0, cut);
            files.accept(text, cut, text.length - cut);
            files.finish();
            assertThat(taken.file.toByteArray()).as("cut at %d", cut).isEqualTo(octets);
            assertThat(taken.text.size()).isZero();
            assertThat(taken.whole).isTrue();
        }
    }

    /// Uuencode as its standard writes it, with one to 45 octets a line.
    private static String encoded(String head, byte[] octets, String end) {
        StringBuilder out = new StringBuilder(head);
        int at = 0;
        for (int count = 45; at < octets.length; count = Math.max(1, count - 7)) {
            int n = Math.min(count, octets.length - at);
            out.append(character(n));
            for (int i = at; i < at + n; i += 3) {
                int a = octets[i] & 0xff;
                int b = i + 1 < at + n ? octets[i + 1] & 0xff : 0;
                int c = i + 2 < at + n ? octets[i + 2] & 0xff : 0;
                out.append(character(a >> 2))
                        .append(character((a & 3) << 4 | b >> 4))
                        .append(character((b & 15) << 2 | c >> 6))
                        .append(character(c & 63));
            }
            out.append('\n');
            at += n;
        }
        return out + "`\n" + end;
    }

    private static char character(int six) {
        return six == 0 ? '`' : (char) (' ' + six);
    }

    /// Keeps what is told apart.
    private static final class Taken implements UuencodedFiles.Taker {
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        private final ByteArrayOutputStream file = new ByteArrayOutputStream();
        private boolean whole;

        @Override
        public void text(byte[] octets, int from, int length) {
            text.write(octets, from, length);
        }

        @Override
        public boolean wanted() {
            return true;
        }

        @Override
        public void begin(String name) {
            file.reset();
        }

        @Override
        public void data(byte[] octets, int length) {
            file.write(octets, 0, length);
        }

        @Override
        public void end(boolean all) {
            whole = all;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin 644 is how uuencode starts\nand this is how a sentence goes on\n",
                "begin 644 cat.txt\n",
                "begin at the beginning\n#0V%T\n",
                "begin 644 empty.txt\n`\nend\n",
                "> begin 644 cat.txt\n> #0V%T\n> `\n> end\n"
            })
    void what_only_looks_like_a_file_stays_text(String text) {
        ParsedMail mail = Mails.read("\n" + text);

        assertThat(mail.text()).isEqualTo(text);
        assertThat(mail.attachments()).isEmpty();
    }

    @Test
    void a_file_that_ends_early_is_kept_and_said_to_be_damaged() {
        ParsedMail mail = Mails.read("\nbegin 644 cat.txt\n#0V%T\nRegards, Anna\n");

        assertThat(mail.attachments()).extracting(Attachment::size).containsExactly(3L);
        assertThat(mail.text()).isEqualTo("Regards, Anna\n");
        assertThat(mail.defects())
                .contains(
                        new Defect(
                                Defect.Kind.TRANSFER_ENCODING,
                                "uuencode without its end: cat.txt"));
    }

    @Test
    void files_beyond_the_limit_of_parts_stay_text() {
        String one = "begin 644 a\n#0V%T\n`\nend\n";
        ReadLimits limits = new ReadLimits(3, 5, 4_000, 50, 20, 4_000, 4_000);

        ParsedMail at = Mails.read("\n" + one.repeat(3), limits);
        ParsedMail above = Mails.read("\n" + one.repeat(4), limits);

        assertThat(at.attachments()).hasSize(3);
        assertThat(at.text()).isEmpty();
        assertThat(above.attachments()).hasSize(3);
        assertThat(above.text()).isEqualTo(one);
    }

    @Test
    void a_part_in_uuencode_is_decoded() {
        ParsedMail mail =
                Mails.read(
                        """
                        Content-Type: image/png; name=cat.png
                        Content-Transfer-Encoding: x-uuencode

                        begin 644 other.png
                        #0V%T
                        `
                        end
                        """);

        assertThat(mail.attachments()).extracting(Attachment::name).containsExactly("cat.png");
        assertThat(mail.attachments().getFirst().size()).isEqualTo(3);
    }

    @Test
    void a_part_that_is_not_in_uuencode_stays_as_it_is() {
        ParsedMail mail =
                Mails.read("Content-Transfer-Encoding: uuencode\n\nonly words\nbegin again\n");

        assertThat(mail.text()).isEqualTo("only words\nbegin again\n");
    }

    @Test
    void chinese_in_hz_is_read() {
        String hz = "~{<:Ky2;S{#,NpJ)l6HK!#~}";
        ParsedMail mail =
                Mails.read(
                        "Content-Type: text/plain; charset=HZ-GB-2312\n"
                                + "Subject: =?hz-gb-2312?Q?~{VPND~}?=\n\n"
                                + "The next sentence is in GB.~~~\n"
                                + hz
                                + "Bye.\n");

        assertThat(mail.subject()).isEqualTo("中文");
        assertThat(mail.text()).isEqualTo("The next sentence is in GB.~己所不欲，勿施於人。Bye.\n");
    }

    @Test
    void hz_that_is_not_closed_ends_with_its_line() {
        byte[] octets = "~{VPND\nab~}\n~{V".getBytes(StandardCharsets.US_ASCII);

        assertThat(HzText.decode(octets)).isEqualTo("中文\nab~}\nV");
    }

    @Test
    void pieces_of_a_message_say_so_and_refer_to_the_whole() {
        ParsedMail first = Mails.read(PIECE.formatted(1));
        ParsedMail second = Mails.read(PIECE.formatted(2));

        assertThat(first.references()).containsExactly("whole@acme.test", "inner@acme.test");
        assertThat(second.references()).containsExactly("whole@acme.test");
        assertThat(second.attachments())
                .extracting(Attachment::name)
                .containsExactly("part 2 of 2.eml");
        assertThat(second.defects())
                .contains(new Defect(Defect.Kind.PIECE, "part 2 of 2 of a larger message"));
    }
}
