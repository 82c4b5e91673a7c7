package org.tapline.bridge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapline.bridge.identity.AddressTie.Claim;

/// Own people, companies, and whose an address is.
class PeopleTest {
    private static final Instant MONDAY = Instant.parse("2026-11-16T00:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-17T00:00:00Z");

    private final AddressLists lists = AddressLists.standard();
    private final OwnPeople own =
            OwnPeople.of(
                    List.of("Anna@acme.test", "team@shared.test", "free.lancer@gmail.com"),
                    List.of("Acme.TEST", "bücher.example", "gmail.com"),
                    lists);

    @ParameterizedTest
    @CsvSource({
        "ANNA@acme.test, OWN_USER",
        "anna+shop@acme.test, OWN_USER",
        "team@shared.test, OWN_USER",
        "free.lancer@gmail.com, OWN_USER",
        "freelancer@googlemail.com, OWN_USER",
        "free.l.ancer+x@gmail.com, OWN_USER",
        "bert@acme.test, OWN_DOMAIN",
        "bert@sales.eu.acme.test, OWN_DOMAIN",
        "x@xn--bcher-kva.example, OWN_DOMAIN",
        "bert@gmail.com, OUTSIDE",
        "bert@notacme.test, OUTSIDE",
        "bert@acme.test.evil.test, OUTSIDE",
        "bert@shared.test, OUTSIDE",
        "nobody, OUTSIDE",
    })
    void own_people_are_told_from_others(String address, Ownership ownership) {
        assertThat(own.of(AddressKey.of(address))).isEqualTo(ownership);
    }

    @Test
    void a_personal_providers_domain_is_never_an_own_domain() {
        assertThat(own.domains()).containsExactlyInAnyOrder("acme.test", "xn--bcher-kva.example");
    }

    @ParameterizedTest
    @CsvSource({
        "eva@kunde.test, kunde.test",
        "eva@mail.eu.kunde.co.uk, kunde.co.uk",
        "eva@bücher.de, xn--bcher-kva.de",
    })
    void a_company_is_its_registrable_domain(String address, String company) {
        assertThat(Companies.domain(AddressKey.of(address), lists)).contains(company);
    }

    @ParameterizedTest
    @CsvSource({"eva@gmail.com", "eva@mailinator.com", "eva@[192.0.2.1]", "eva", "eva@co.uk"})
    void personal_and_senseless_domains_are_no_company(String address) {
        assertThat(Companies.domain(AddressKey.of(address), lists)).isEmpty();
    }

    @Test
    void the_primary_owner_wins_then_the_older_contact_then_the_lower_id() {
        Claim additionalOld = new Claim(1, false, MONDAY);
        Claim additionalNew = new Claim(2, false, TUESDAY);
        Claim primaryNew = new Claim(3, true, TUESDAY);
        Claim twin = new Claim(4, false, MONDAY);
        assertThat(AddressTie.owner(List.of(additionalOld, primaryNew))).contains(primaryNew);
        assertThat(AddressTie.owner(List.of(additionalNew, additionalOld))).contains(additionalOld);
        assertThat(AddressTie.owner(List.of(twin, additionalOld))).contains(additionalOld);
        assertThat(AddressTie.owner(List.of())).isEqualTo(Optional.empty());
    }
}
