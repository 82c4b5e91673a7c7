package org.tapline.bridge.addressbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapline.bridge.jobs.JobFailure;

/// What is read out of files of contacts.
class FilesTest {

    @Test
    void columns_are_known_by_the_names_that_other_programs_give_them() throws IOException {
        assertThat(
                        csv(
                                "First Name,Last Name,Organization 1 - Name,E-mail 1 - Value,E-mail 2"
                                        + " - Value,Phone",
                                "Carol,Jones,\"Jones, Ltd\",c@kunde.test,carol@home.test,12"))
                .containsExactly(
                        new Line.Person(
                                2,
                                "Carol Jones",
                                Optional.of("Jones, Ltd"),
                                List.of("c@kunde.test", "carol@home.test")));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void commas_semicolons_and_tabs_divide(String divider) throws IOException {
        assertThat(
                        csv(
                                String.join(divider, "name", "company", "email"),
                                String.join(divider, "Carol", "Kunde", "c@kunde.test")))
                .containsExactly(
                        new Line.Person(2, "Carol", Optional.of("Kunde"), List.of("c@kunde.test")));
    }

    @Test
    void lines_that_cannot_be_filed_are_told_with_their_number_and_the_rest_goes_on()
            throws IOException {
        List<Line> lines =
                csv(
                        "name,email",
                        "\"Two",
                        "lines\",two@kunde.test",
                        "Nobody,",
                        "Wrong,wrong.kunde.test",
                        "Short",
                        "Fine,fine@kunde.test,and,more");

        assertThat(lines)
                .containsExactly(
                        new Line.Person(
                                2, "Two lines", Optional.empty(), List.of("two@kunde.test")),
                        new Line.Unusable(4, "there is no e-mail address"),
                        new Line.Unusable(5, "\"wrong.kunde.test\" is not an e-mail address"),
                        new Line.Unusable(6, "there is no e-mail address"),
                        new Line.Person(7, "Fine", Optional.empty(), List.of("fine@kunde.test")));
    }

    @Test
    void a_file_without_a_column_of_addresses_is_refused_in_words() {
        assertThatThrownBy(() -> csv("name,phone", "Carol,12"))
                .isInstanceOf(JobFailure.class)
                .hasMessageContaining("names no column \"email\"");
    }

    @Test
    void a_quote_that_is_never_closed_is_no_reason_to_hold_the_whole_file() {
        String endless = "\"" + "x".repeat(3_000_000);

        assertThatThrownBy(() -> csv("name,email", endless)).isInstanceOf(JobFailure.class);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "=1+1, '=1+1",
                "+49, '+49",
                "-1, '-1",
                "@me, '@me",
                "'=1, ''=1",
                "''@, '''@",
                "'s-Hertogenbosch, 's-Hertogenbosch",
                "Carol, Carol",
            })
    void a_cell_is_no_formula_and_is_read_as_it_was(String cell, String written) {
        assertThat(CellGuard.written(cell)).isEqualTo(written);
        assertThat(CellGuard.read(written)).isEqualTo(cell);
    }

    @Test
    void cards_of_three_versions_are_read_with_their_preferred_address_first() throws IOException {
        List<Line> lines =
                vcards(
                        "BEGIN:VCARD",
                        "VERSION:4.0",
                        "FN:Carol Jones",
                        "ORG:Kunde;Sales",
                        "EMAIL:second@kunde.test",
                        "EMAIL;PREF=1:first@kunde.test",
                        "PHOTO:data:image/jpeg;base64," + "A".repeat(600_000),
                        " " + "A".repeat(600_000),
                        "END:VCARD",
                        "",
                        "BEGIN:VCARD",
                        "VERSION:3.0",
                        "N:Smith;Dave;;;",
                        "item1.EMAIL;TYPE=INTERNET:other@kunde.test",
                        "item2.EMAIL;TYPE=INTERNET,PREF:dave@ku",
                        " nde.test",
                        "END:VCARD",
                        "BEGIN:VCARD",
                        "VERSION:2.1",
                        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg",
                        "EMAIL;INTERNET:joerg@kunde.test",
                        "END:VCARD",
                        "BEGIN:VCARD",
                        "VERSION:4.0",
                        "FN:Nobody",
                        "END:VCARD",
                        "BEGIN:VCARD",
                        "FN:Cut off");

        assertThat(lines)
                .containsExactly(
                        new Line.Person(
                                1,
                                "Carol Jones",
                                Optional.of("Kunde"),
                                List.of("first@kunde.test", "second@kunde.test")),
                        new Line.Person(
                                11,
                                "Dave Smith",
                                Optional.empty(),
                                List.of("dave@kunde.test", "other@kunde.test")),
                        new Line.Person(18, "Jörg", Optional.empty(), List.of("joerg@kunde.test")),
                        new Line.Unusable(23, "there is no e-mail address"),
                        new Line.Unusable(27, "the card has no end"));
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE", "UTF-16BE", "UTF-8"})
    void a_byte_order_mark_says_more_than_what_was_declared(String charset) throws IOException {
        byte[] octets =
                ("\uFEFFname,email\nJörg,j@kunde.test\n").getBytes(Charset.forName(charset));

        Texts.check(new ByteArrayInputStream(octets), StandardCharsets.US_ASCII);
        LineSource lines =
                new CsvContacts(
                        Texts.reader(new ByteArrayInputStream(octets), StandardCharsets.US_ASCII));

        assertThat(lines.next())
                .contains(new Line.Person(2, "Jörg", Optional.empty(), List.of("j@kunde.test")));
    }

    @Test
    void octets_that_are_no_text_are_refused_before_anything_is_filed() {
        Charset windows = Charset.forName("windows-1252");
        byte[] octets = "name,email\nJörg,j@kunde.test\n".getBytes(windows);

        assertThatThrownBy(
                        () -> Texts.check(new ByteArrayInputStream(octets), StandardCharsets.UTF_8))
                .isInstanceOf(JobFailure.class)
                .hasMessageContaining("is not UTF-8")
                .hasMessageContaining("windows-1252");
        assertThat(windows.newEncoder().canEncode('ö')).isTrue();
    }

    private static List<Line> csv(String... lines) throws IOException {
        return all(new CsvContacts(new StringReader(String.join("\n", lines))));
    }

    private static List<Line> vcards(String... lines) throws IOException {
        return all(new VCards(new StringReader(String.join("\r\n", lines))));
    }

    private static List<Line> all(LineSource source) throws IOException {
        List<Line> all = new ArrayList<>();
        for (Optional<Line> next = source.next(); next.isPresent(); next = source.next()) {
            all.add(next.get());
        }
        return all;
    }
}
