package org.tapline.bridge.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Each limit, at the limit and one above it.
final class ReadLimitsTest {
    private static final ReadLimits SMALL = new ReadLimits(3, 2, 1_000, 10, 4, 20, 100);

    private static boolean limited(ParsedMail mail) {
        return mail.defects().stream().anyMatch(defect -> defect.kind() == Defect.Kind.LIMIT);
    }

    private static String parts(int count) {
        return "Content-Type: multipart/mixed; boundary=x\n\n"
                + "--x\nContent-Type: image/png\n\nA\n".repeat(count)
                + "--x--\n";
    }

    @Test
    void parts_beyond_the_limit_are_left_out() {
        ParsedMail at = Mails.read(parts(3), SMALL);
        assertThat(at.attachments()).hasSize(3);
        assertThat(limited(at)).isFalse();
        ParsedMail above = Mails.read(parts(4), SMALL);
        assertThat(above.attachments()).hasSize(3);
        assertThat(limited(above)).isTrue();
    }

    private static String nested(int depth) {
        StringBuilder mail = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b").append(i);
            mail.append("\n\n--b").append(i).append('\n');
        }
        return mail.append("\ntext\n").toString();
    }

    @Test
    void multiparts_deeper_than_the_limit_are_not_opened() {
        assertThat(Mails.read(nested(2), SMALL).text().strip()).isEqualTo("text");
        assertThat(limited(Mails.read(nested(2), SMALL))).isFalse();
        ParsedMail deep = Mails.read(nested(3), SMALL);
        assertThat(deep.text()).doesNotStartWith("text");
        assertThat(limited(deep)).isTrue();
    }

    @Test
    void ten_thousand_nested_multiparts_do_no_harm() {
        ParsedMail mail = Mails.read(nested(10_000), ReadLimits.standard());
        assertThat(limited(mail)).isTrue();
    }

    @Test
    void addresses_beyond_the_limit_are_left_out() {
        ParsedMail at = Mails.read("To: a@x, b@x, c@x, d@x\n\n", SMALL);
        assertThat(at.to()).hasSize(4);
        assertThat(limited(at)).isFalse();
        ParsedMail above = Mails.read("To: a@x, b@x, c@x, d@x, e@x\n\n", SMALL);
        assertThat(above.to()).hasSize(4);
        assertThat(limited(above)).isTrue();
    }

    @Test
    void text_beyond_the_limit_is_cut_and_still_counts_for_the_hash() {
        String twenty = "12345678901234567890";
        ParsedMail at = Mails.read("\n" + twenty, SMALL);
        assertThat(at.text()).isEqualTo(twenty);
        assertThat(limited(at)).isFalse();
        ParsedMail above = Mails.read("\n" + twenty + "1", SMALL);
        assertThat(above.text()).isEqualTo(twenty);
        assertThat(limited(above)).isTrue();
        assertThat(above.bodyHash())
                .isNotEqualTo(Mails.read("\n" + twenty + "2", SMALL).bodyHash());
    }

    @Test
    void a_header_field_beyond_the_limit_ends_the_reading() {
        // 1,000 octets with the name, the colon and the line end.
        ParsedMail at = Mails.read("Subject: " + "s".repeat(989) + "\n\ntext", SMALL);
        assertThat(at.subject()).hasSize(989);
        assertThat(limited(at)).isFalse();
        ParsedMail above = Mails.read("Subject: " + "s".repeat(990) + "\n\ntext", SMALL);
        assertThat(limited(above)).isTrue();
    }

    @Test
    void header_fields_beyond_the_limit_end_the_reading() {
        assertThat(limited(Mails.read("X: y\n".repeat(10) + "\ntext", SMALL))).isFalse();
        assertThat(limited(Mails.read("X: y\n".repeat(11) + "\ntext", SMALL))).isTrue();
    }

    @Test
    void hostile_fields_of_nearly_a_mebibyte_are_read_in_one_pass() {
        int most = (1 << 20) - 100;
        for (String piece :
                new String[] {
                    "(",
                    "\"",
                    "<",
                    "a,",
                    "=?",
                    "=?a?q?",
                    "=?utf-8?q?a?= ",
                    "<\"",
                    "\\",
                    ";:",
                    "@",
                    "a@b ",
                    "()",
                    "(("
                }) {
            String field = piece.repeat(most / piece.length());
            ParsedMail mail =
                    Mails.read(
                            "From: " + field + "\nSubject: " + field + "\n\nx",
                            ReadLimits.standard());
            assertThat(mail.text()).as("body after fields of %s", piece).isEqualTo("x");
        }
    }
}
