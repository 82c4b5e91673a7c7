package org.tapline.bridge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.IDN;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainsTest {

    @ParameterizedTest
    @CsvSource({
        "acme.com, acme.com",
        "MAIL.Sales.Acme.co.uk, acme.co.uk",
        "acme.github.io, acme.github.io",
        "www.acme.github.io, acme.github.io",
        "acme.test, acme.test",
        "mail.acme.test, acme.test",
        "bücher.de, xn--bcher-kva.de",
        "mail.bücher.de., xn--bcher-kva.de",
    })
    void the_registrable_domain_is_one_label_below_the_public_suffix(String from, String expected) {
        assertThat(Domains.registrable(from)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "com", "co.uk", "localhost", "192.0.2.1", "[192.0.2.1]", "a..b", "?.de"})
    void what_nobody_registered_has_no_registrable_domain(String domain) {
        assertThat(Domains.registrable(domain)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "acme.test, acme.test, true",
        "mail.ACME.test, acme.test, true",
        "notacme.test, acme.test, false",
        "acme.test, mail.acme.test, false",
        "x.bücher.de, xn--bcher-kva.de, true",
        "acme.test, '', false",
    })
    void subdomains_lie_within_and_likenesses_do_not(String domain, String parent, boolean within) {
        assertThat(Domains.within(domain, parent)).isEqualTo(within);
    }

    @Test
    void unicode_and_ascii_spellings_are_each_others_inverse() {
        assertThat(Domains.toUnicode(Domains.toAscii("Bücher.example")))
                .isEqualTo("bücher.example");
    }

    @Test
    void a_domain_longer_than_dns_allows_is_compared_as_text() {
        String tooLong = "ü".repeat(254) + ".de";
        assertThat(Domains.toAscii(tooLong)).isEqualTo(tooLong);
        assertThat(Domains.registrable(tooLong)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "straße.de, xn--strae-oqa.de",
        "STRAẞE.DE, xn--strae-oqa.de",
        "fußball.bücher.de, xn--fuball-cta.xn--bcher-kva.de",
        "φάρος.gr, xn--hxa2bffq.gr",
        "例え。jp, xn--r8jz45g.jp",
    })
    void letters_that_idna_2003_replaced_are_kept(String written, String ascii) {
        assertThat(Domains.toAscii(written)).isEqualTo(ascii);
        assertThat(Domains.toAscii(ascii)).isEqualTo(ascii);
    }

    /// Our encoder against the one of the JDK, over labels both know.
    @Test
    void punycode_agrees_with_the_jdk() {
        for (String label : List.of("bücher", "ü", "例え", "ábç-öz", "אבג", "😀a")) {
            assertThat("xn--" + Punycode.encode(label))
                    .isEqualTo(IDN.toASCII(label, IDN.ALLOW_UNASSIGNED));
        }
    }

    /// The public suffix project's own cases. The suffixes come with Guava, whose copy may be older
    /// than the cases: the floor says how many must agree.
    @Test
    void the_public_suffix_projects_cases_agree() throws IOException {
        Pattern line = Pattern.compile("checkPublicSuffix\\('([^']*)', (null|'([^']*)')\\);.*");
        int cases = 0;
        List<String> differ = new ArrayList<>();
        var file = SharedData.file("rules/public-suffix/test_psl.txt");
        for (String text : Files.readAllLines(file)) {
            Matcher test = line.matcher(text.strip());
            // A leading dot is no domain name: the project's function refuses it, ours drops none.
            if (!test.matches() || test.group(1).startsWith(".")) {
                continue;
            }
            cases++;
            String expected = test.group(3) == null ? "" : Domains.toAscii(test.group(3));
            String actual = Domains.registrable(test.group(1)).orElse("");
            if (!actual.equals(expected)) {
                differ.add(test.group(1) + " gave \"" + actual + "\", not \"" + expected + '"');
            }
        }
        System.out.printf("public suffix: %d cases, %d differ: %s%n", cases, differ.size(), differ);
        assertThat(cases).isGreaterThanOrEqualTo(70);
        assertThat(differ).isEmpty();
    }
}
