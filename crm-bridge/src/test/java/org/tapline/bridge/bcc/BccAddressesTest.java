package org.tapline.bridge.bcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// How addresses are made, found and replaced.
class BccAddressesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private final BccAddresses addresses =
            new BccAddresses("CRM.Acme.test", new MemoryStore(), new Random(5));

    @Test
    void each_scope_has_its_form() {
        String secret = "[0-9a-hjkmnp-tv-z]{16}@crm\\.acme\\.test";
        assertThat(addresses.current(Scope.USER, "anna").address()).matches("crm-" + secret);
        assertThat(addresses.current(Scope.CONTACT, "1").address()).matches("contact-" + secret);
        assertThat(addresses.current(Scope.COMPANY, "1").address()).matches("company-" + secret);
        assertThat(addresses.current(Scope.DEAL, "1").address()).matches("deal-" + secret);
        assertThat(addresses.current(Scope.ORGANISATION, "").address())
                .isEqualTo("crm@crm.acme.test");
    }

    @Test
    void an_address_stays_until_it_is_replaced() {
        BccAddress first = addresses.current(Scope.USER, "anna");
        assertThat(addresses.current(Scope.USER, "anna")).isEqualTo(first);
        assertThat(addresses.current(Scope.USER, "ben")).isNotEqualTo(first);
    }

    @Test
    void case_and_look_alikes_do_not_count() {
        BccAddress deal = addresses.current(Scope.DEAL, "7");
        String typed =
                deal.address()
                        .substring(5)
                        .toUpperCase(Locale.ROOT)
                        .replace('0', 'O')
                        .replace('1', 'l');
        assertThat(addresses.find("Deal-" + typed.substring(0, 16) + "@CRM.ACME.TEST"))
                .contains(deal);
        assertThat(addresses.find("CRM@crm.acme.test").map(BccAddress::scope))
                .contains(Scope.ORGANISATION);
    }

    @Test
    void what_is_not_ours_is_not_found() {
        String secret = addresses.current(Scope.DEAL, "7").address().substring(5, 21);
        for (String other :
                new String[] {
                    "crm@other.test",
                    "crm",
                    "@crm.acme.test",
                    "crm-@crm.acme.test",
                    "deal-" + secret + "x@crm.acme.test",
                    "deal-" + secret.substring(1) + "@crm.acme.test",
                    "deal-" + "u" + secret.substring(1) + "@crm.acme.test",
                    "contact-" + secret + "@crm.acme.test",
                    "deal-" + secret + "@other.test"
                }) {
            assertThat(addresses.find(other)).as(other).isEmpty();
        }
    }

    @Test
    void a_replaced_address_works_until_its_time() {
        BccAddress old = addresses.current(Scope.USER, "anna");
        BccAddress fresh = addresses.rotate(Scope.USER, "anna", NOW, Duration.ofDays(30));
        Instant end = NOW.plus(Duration.ofDays(30));
        BccAddress found = addresses.find(old.address()).orElseThrow();
        assertThat(found.over(end.minusNanos(1))).isFalse();
        assertThat(found.over(end)).isTrue();
        assertThat(addresses.current(Scope.USER, "anna")).isEqualTo(fresh);
        assertThat(addresses.list(NOW))
                .extracting(BccAddress::address)
                .containsExactly("crm@crm.acme.test", fresh.address(), old.address());
        assertThat(addresses.list(end))
                .extracting(BccAddress::address)
                .containsExactly("crm@crm.acme.test", fresh.address());
    }

    @Test
    void replacing_again_does_not_lengthen_the_life_of_the_oldest() {
        BccAddress old = addresses.current(Scope.USER, "anna");
        addresses.rotate(Scope.USER, "anna", NOW, Duration.ofDays(1));
        addresses.rotate(Scope.USER, "anna", NOW, Duration.ofDays(30));
        assertThat(addresses.find(old.address()).orElseThrow().until())
                .contains(NOW.plus(Duration.ofDays(1)));
    }

    @Test
    void the_organisations_address_cannot_be_replaced() {
        assertThatThrownBy(() -> addresses.rotate(Scope.ORGANISATION, "", NOW, Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_secret_part_uses_all_letters_and_does_not_repeat() {
        Random random = new Random(11);
        Set<String> secrets = new HashSet<>();
        Set<Integer> letters = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String secret = SecretPart.mint(random);
            secrets.add(secret);
            secret.chars().forEach(letters::add);
        }
        assertThat(secrets).hasSize(1_000);
        assertThat(letters).hasSize(32);
        assertThat(SecretPart.LENGTH * 5).isGreaterThanOrEqualTo(80);
    }

    @Test
    void a_bucket_empties_fills_evenly_and_forgets_the_oldest() {
        Rates rates = new Rates(2, Duration.ofMinutes(1), 2);
        assertThat(rates.take("a", NOW)).isTrue();
        assertThat(rates.take("a", NOW)).isTrue();
        assertThat(rates.take("a", NOW)).isFalse();
        assertThat(rates.take("b", NOW)).isTrue();
        assertThat(rates.take("a", NOW.plusSeconds(29))).isFalse();
        assertThat(rates.take("a", NOW.plusSeconds(31))).isTrue();
        assertThat(rates.take("c", NOW.plusSeconds(31))).isTrue();
        assertThat(rates.take("b", NOW.plusSeconds(31))).isTrue();
        assertThat(rates.take("b", NOW.plusSeconds(31))).isTrue();
    }
}
