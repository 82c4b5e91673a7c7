package org.tapline.bridge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressKeyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Anna.Lind@Acme.TEST       | anna.lind@acme.test
                    <anna@acme.test>          | anna@acme.test
                    ' anna@acme.test '        | anna@acme.test
                    "anna"@acme.test          | anna@acme.test
                    "a\\"b"@acme.test         | a"b@acme.test
                    anna@acme.test.           | anna@acme.test
                    anna@BÜCHER.example       | anna@xn--bcher-kva.example
                    anna@xn--BCHER-kva.example| anna@xn--bcher-kva.example
                    ÜNAL@acme.test            | ünal@acme.test
                    用户@例え.jp               | 用户@xn--r8jz45g.jp
                    a@b@acme.test             | a@b@acme.test
                    postmaster                | postmaster
                    anna@[192.0.2.1]          | anna@[192.0.2.1]
                    anna+shop@acme.test       | anna+shop@acme.test
                    """)
    void addresses_are_compared_in_one_spelling(String written, String key) {
        assertThat(AddressKey.of(written).value()).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Anna@ACME.test", "ÜNAL@bücher.example", "x", "", "@", "a@", "@b.test"})
    void a_key_made_again_from_its_own_text_is_equal(String written) {
        AddressKey key = AddressKey.of(written);
        assertThat(AddressKey.of(key.value())).isEqualTo(key);
    }

    @Test
    void composed_and_decomposed_letters_are_one_mailbox() {
        assertThat(AddressKey.of("jose\u0301@acme.test"))
                .isEqualTo(AddressKey.of("JOS\u00c9@acme.test"));
    }

    @ParameterizedTest
    @CsvSource({
        "true,  false, anna+shop@acme.test,     anna@acme.test",
        "true,  false, +shop@acme.test,         +shop@acme.test",
        "false, false, a.nna@gmail.com,         a.nna@gmail.com",
        "false, true,  a.n.na@gmail.com,        anna@gmail.com",
        "false, true,  a.nna@GoogleMail.com,    anna@gmail.com",
        "false, true,  a.nna@acme.test,         a.nna@acme.test",
        "true,  true,  A.nna+x.y@gmail.com,     anna@gmail.com",
        "false, true,  anna+x@gmail.com,        anna+x@gmail.com",
    })
    void tags_and_dots_fold_by_policy(boolean tags, boolean dots, String written, String key) {
        AddressFolding folding = new AddressFolding(tags, dots);
        assertThat(AddressKey.of(written, folding).value()).isEqualTo(key);
        assertThat(AddressKey.of(written).folded(folding).value()).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({
        "anna@acme.test, true", "anna@[192.0.2.1], true", "anna@localhost, false",
        "anna, false", "@acme.test, false", "undisclosed-recipients:;, false",
    })
    void only_an_address_somebody_outside_can_have_is_routable(String written, boolean routable) {
        assertThat(AddressKey.of(written).routable()).isEqualTo(routable);
    }

    @Test
    void an_endless_address_is_cut_off_and_still_compared() {
        AddressKey key = AddressKey.of("a".repeat(100_000) + "@acme.test");
        assertThat(key.local()).hasSize(AddressKey.LONGEST);
        assertThat(AddressKey.of("a".repeat(AddressKey.LONGEST)).local())
                .hasSize(AddressKey.LONGEST);
    }
}
