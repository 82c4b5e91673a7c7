package org.tapline.bridge.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses, dates, encoded words, parameters and message ids as they are met.
final class HeaderFieldsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    anna@acme.test                              | anna@acme.test
                    <anna@acme.test>                            | anna@acme.test
                    "Berg, Anna" <anna@acme.test>               | Berg, Anna <anna@acme.test>
                    Berg, Anna <anna@acme.test>                 | Berg, Anna <anna@acme.test>
                    Anna <anna@acme.test                        | Anna <anna@acme.test>
                    anna@acme.test (Anna Berg)                  | Anna Berg <anna@acme.test>
                    Anna (home) <anna@acme.test>                | Anna (home) <anna@acme.test>
                    undisclosed-recipients:;                    | ~~
                    Team: a@x.test, B <b@x.test>;, c@x.test     | a@x.test;B <b@x.test>;c@x.test
                    a@x.test; b@x.test                          | a@x.test;b@x.test
                    <@one,@two:anna@acme.test>                  | anna@acme.test
                    "anna berg"@acme.test                       | "anna berg"@acme.test
                    <mailto:anna@acme.test>                     | anna@acme.test
                    'anna@acme.test' <anna@acme.test>           | 'anna@acme.test' <anna@acme.test>
                    =?utf-8?Q?J=C3=BCrgen?= <j@x.test>          | Jürgen <j@x.test>
                    "=?utf-8?Q?J=C3=BCrgen?=" <j@x.test>        | Jürgen <j@x.test>
                    anna @ acme.test                            | anna@acme.test
                    Anna                                        | Anna
                    Anna anna@acme.test                         | Anna <anna@acme.test>
                    <anna@acme.test> <anna@acme.test>           | anna@acme.test
                    ,,a@x.test,,                                | a@x.test
                    jürgen@grün.test                            | jürgen@grün.test
                    """)
    void addresses_are_read_as_they_are_meant(String field, String expected) {
        String actual =
                String.join(
                        ";",
                        AddressList.parse(field, 10).addresses().stream()
                                .map(MailAddress::toString)
                                .toList());
        assertThat(actual).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Fri, 20 Nov 2026 10:00:00 +0100             | 2026-11-20T09:00:00Z
                    20 Nov 26 10:00 EST                         | 2026-11-20T15:00:00Z
                    Fri, 20 Nov 2026 10:00:00                   | 2026-11-20T10:00:00Z
                    Fri, 20 Nov 2026 10:00:00 +0100 (CET)       | 2026-11-20T09:00:00Z
                    Fri Nov 20 10:00:00 2026                    | 2026-11-20T10:00:00Z
                    2026-11-20T10:00:00Z                        | 2026-11-20T10:00:00Z
                    2026-11-20 10:00:00 +0100                   | 2026-11-20T09:00:00Z
                    Fri, 20 Nov 2026 10:00:00 GMT+01:00         | 2026-11-20T09:00:00Z
                    Fr, 20 Mär 2026 10.00.00 +0100              | 2026-03-20T09:00:00Z
                    11/20/2026 10:00 PM                         | 2026-11-20T22:00:00Z
                    Fri, 20 Nov 2026 24:00:00 +0000             | 2026-11-21T00:00:00Z
                    Sat, 30 Jun 2012 23:59:60 +0000             | 2012-06-30T23:59:59Z
                    """)
    void dates_are_read_in_every_form_that_is_sent(String field, String expected) {
        assertThat(MailDate.parse(field)).contains(Instant.parse(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "31 Feb 2026 10:00 +0000", "20 Nov 2026", "10:00"})
    void what_names_no_point_in_time_is_no_date(String field) {
        assertThat(MailDate.parse(field)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    =?UTF-8?B?R3LDvMOf?=                            | Grüß
                    =?UTF-8?B?R3LDvA?= =?UTF-8?B?w58=?=             | Grüß
                    =?UTF-8?Q?Gr=C3?= =?UTF-8?Q?=BC=C3=9F?=         | Grüß
                    =?iso-8859-1?q?Gr=FC=DF an alle?=               | Grüß an alle
                    =?utf-8?Q?a?==?utf-8?Q?b?=                      | ab
                    =?utf-8*en?Q?a_b?= c                            | a b c
                    =?x-unknown?Q?Gr=C3=BC?=                        | Grü
                    =?utf-8?X?abc?=                                 | =?utf-8?X?abc?=
                    =?utf-8?Q?abc                                   | =?utf-8?Q?abc
                    a =?= b                                         | a =?= b
                    """)
    void encoded_words_are_decoded_also_when_badly_made(String field, String expected) {
        assertThat(EncodedWords.decode(field)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    attachment; filename="a b.pdf"                              | a b.pdf
                    attachment; filename=a b.pdf                                | a b.pdf
                    attachment; filename*=utf-8''%C3%A4.pdf                     | ä.pdf
                    attachment; filename=x; filename*=utf-8''%C3%A4.pdf         | ä.pdf
                    attachment; filename*0*=utf-8''%C3%A4; filename*1="b.pdf"   | äb.pdf
                    attachment; filename*0="a"; filename*1="b.pdf"              | ab.pdf
                    attachment; filename="=?utf-8?Q?=C3=A4?=.pdf"               | ä.pdf
                    attachment; filename="a;b.pdf"                              | a;b.pdf
                    """)
    void file_names_are_read_in_every_form_that_is_sent(String field, String expected) {
        assertThat(Parameters.parse(field).get("filename")).contains(expected);
        assertThat(Parameters.parse(field).value()).isEqualTo("attachment");
    }

    @Test
    void of_many_references_the_newest_32_are_kept() {
        StringBuilder field = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            field.append("<").append(i).append("@x> ");
        }
        assertThat(MessageIdList.parse(field.toString()))
                .hasSize(32)
                .startsWith("8@x")
                .endsWith("39@x");
        assertThat(MessageIdList.parse("Your mail of Friday <a@x>")).containsExactly("a@x");
        assertThat(MessageIdList.parse("a@x, b@x")).containsExactly("a@x", "b@x");
    }

    @Test
    void raw_octets_above_127_in_a_header_are_read() {
        assertThat(Mails.read("Subject: Gr\u00fc\u00dfe\n\n").subject()).isEqualTo("Grüße");
        assertThat(Mails.read("Subject: Gr\u00c3\u00bc\u00c3\u009fe\n\n").subject())
                .isEqualTo("Grüße");
    }
}
