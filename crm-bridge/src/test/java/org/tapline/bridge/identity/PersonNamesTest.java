package org.tapline.bridge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonNamesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    Anna Lind                         | Anna Lind
                    "Anna Lind"                       | Anna Lind
                    'Anna Lind'                       | Anna Lind
                    "'Anna Lind'"                     | Anna Lind
                    \\"Anna Lind\\"                   | Anna Lind
                    “Anna Lind”                       | Anna Lind
                    „Anna Lind“                       | Anna Lind
                    Conan O'Brien                     | Conan O'Brien
                    Lind, Anna                        | Anna Lind
                    "Lind, Anna"                      | Anna Lind
                    Lind, Anna Maria                  | Anna Maria Lind
                    King, Jr.                         | King, Jr.
                    Anna Lind, PhD                    | Anna Lind, PhD
                    Lind,                             | Lind
                    Lind, Anna (Sales)                | Anna Lind
                    Anna Lind (Acme)                  | Anna Lind
                    Anna Lind [EXTERN]                | Anna Lind
                    [EXT] Anna Lind                   | Anna Lind
                    Anna Lind (Acme [Berlin])         | Anna Lind
                    (Anna Lind)                       | Anna Lind
                    Anna Lind via LinkedIn            | Anna Lind
                    "Anna Lind via usrp-users"        | Anna Lind
                    'Anna Lind' via Sales             | Anna Lind
                    a.lind7--- via USRP-users         | Anna Lind
                    Anna Lind über Acme               | Anna Lind
                    Via Milano                        | Via Milano
                    =?UTF-8?Q?Anna_Lindstr=C3=B6m?=   | Anna Lindström
                    "=?utf-8?B?QW5uYSBMaW5k?="        | Anna Lind
                    =?iso-8859-1?q?J=F6rg?= =?iso-8859-1?q?_Eck?= | Jörg Eck
                    =?no-such-charset?Q?Anna?=        | Anna
                    Anna    Lind                      | Anna Lind
                    anna@acme.test                    | Anna Lind
                    <anna.lind@acme.test>             | Anna Lind
                    ~~                                | Anna Lind
                    ---                               | Anna Lind
                    =?utf-8?B?!!!?=                   | Anna Lind
                    李小龙                             | 李小龙
                    """)
    void a_display_name_becomes_a_persons_name(String display, String name) {
        assertThat(PersonNames.fromDisplay(display, "anna.lind@acme.test")).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "anna.lind@acme.test, Anna Lind",
        "anna_lind+shop@acme.test, Anna Lind",
        "ANNA@acme.test, Anna",
        "anna-maria.lind@acme.test, Anna Maria Lind",
        "@acme.test, @acme.test",
    })
    void the_local_part_is_the_last_resort(String address, String name) {
        assertThat(PersonNames.fromDisplay("", address)).isEqualTo(name);
    }

    @Test
    void a_name_is_bounded_and_never_cut_through_a_character() {
        String long200 = "a".repeat(PersonNames.LONGEST);
        assertThat(PersonNames.fromDisplay(long200, "x@y.test")).hasSize(200);
        assertThat(PersonNames.fromDisplay(long200 + "b", "x@y.test")).hasSize(200);
        String clef = "a".repeat(199) + "\ud834\udd1e";
        assertThat(PersonNames.fromDisplay(clef, "x@y.test")).isEqualTo("a".repeat(199));
    }

    @Test
    void a_million_brackets_take_no_time_and_throw_nothing() {
        assertThat(PersonNames.fromDisplay("(".repeat(1_000_000), "anna@acme.test"))
                .isEqualTo("Anna");
    }
}
