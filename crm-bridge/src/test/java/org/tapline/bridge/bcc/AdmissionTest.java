package org.tapline.bridge.bcc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapline.bridge.authenticity.Authenticity;
import org.tapline.bridge.authenticity.Verdict;

/// Every row of the table in [Admission].
class AdmissionTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final String ANNA = "anna@acme.test";

    /// @param address ORGANISATION, USER, DEAL, OVER or none
    /// @param proof proven, forged, undecided or none
    private static Attempt attempt(
            String address, boolean trusted, String user, String proof, Attempt.Signs signs) {
        return new Attempt(
                "x@crm.acme.test",
                address(address),
                trusted,
                "someone@acme.test",
                List.of(ANNA),
                user.equals("none") ? Optional.empty() : Optional.of(user),
                proof(proof),
                signs,
                NOW);
    }

    private static Optional<BccAddress> address(String kind) {
        return switch (kind) {
            case "none" -> Optional.empty();
            case "OVER" ->
                    Optional.of(
                            new BccAddress("a@crm.acme.test", Scope.USER, ANNA, Optional.of(NOW)));
            case "USER" ->
                    Optional.of(
                            new BccAddress("a@crm.acme.test", Scope.USER, ANNA, Optional.empty()));
            default ->
                    Optional.of(
                            new BccAddress(
                                    "a@crm.acme.test",
                                    Scope.valueOf(kind),
                                    "7",
                                    Optional.of(NOW.plusSeconds(1))));
        };
    }

    private static Optional<Authenticity> proof(String proof) {
        if (proof.equals("none")) {
            return Optional.empty();
        }
        boolean proven = proof.equals("proven");
        Verdict verdict = proof.equals("undecided") ? Verdict.TEMPERROR : Verdict.FAIL;
        return Optional.of(
                new Authenticity(
                        new Authenticity.Spf(verdict, "acme.test"),
                        new Authenticity.Dkim(Verdict.NONE, List.of()),
                        new Authenticity.Dmarc(Verdict.NONE, proven, Optional.empty()),
                        "spf=" + verdict.label()));
    }

    @ParameterizedTest
    @CsvSource({
        "none,         true,  anna@acme.test, proven,    refused 550 5.1.1",
        "OVER,         true,  anna@acme.test, proven,    refused 550 5.1.6",
        "USER,         false, none,           none,      accepted USER anna@acme.test",
        "USER,         false, anna@acme.test, none,      accepted USER anna@acme.test",
        "USER,         false, ben@acme.test,  none,      refused 550 5.7.26",
        "USER,         false, ben@acme.test,  forged,    refused 550 5.7.26",
        "USER,         false, ben@acme.test,  undecided, refused 451 4.7.0",
        "USER,         false, ben@acme.test,  proven,    accepted USER anna@acme.test",
        "USER,         true,  ben@acme.test,  none,      accepted USER anna@acme.test",
        "ORGANISATION, true,  none,           none,      refused 550 5.7.1",
        "ORGANISATION, true,  anna@acme.test, none,      accepted ORGANISATION anna@acme.test",
        "ORGANISATION, false, anna@acme.test, none,      refused 550 5.7.26",
        "ORGANISATION, false, anna@acme.test, forged,    refused 550 5.7.26",
        "ORGANISATION, false, anna@acme.test, undecided, refused 451 4.7.0",
        "ORGANISATION, false, anna@acme.test, proven,    accepted ORGANISATION anna@acme.test",
        "DEAL,         false, none,           proven,    refused 550 5.7.1",
        "DEAL,         false, anna@acme.test, proven,    accepted DEAL anna@acme.test",
    })
    void who_may_write_to_what(
            String address, boolean trusted, String user, String proof, String expected) {
        assertThat(words(attempt(address, trusted, user, proof, Attempt.Signs.NONE)))
                .isEqualTo(expected);
    }

    private static String words(Attempt attempt) {
        return switch (Admission.decide(attempt)) {
            case Decision.Accept accept -> "accepted " + accept.scope() + " " + accept.user();
            case Decision.Refuse refuse -> "refused " + refuse.code() + " " + refuse.enhanced();
            case Decision.Discard discard -> "dropped " + discard.reason();
        };
    }

    @Test
    void loops_and_robots_end_here_even_at_the_secret_address() {
        assertThat(words(attempt("USER", true, ANNA, "proven", new Attempt.Signs(true, false, 1))))
                .isEqualTo("dropped AUTOMATIC");
        assertThat(words(attempt("USER", true, ANNA, "proven", new Attempt.Signs(false, true, 1))))
                .isEqualTo("dropped OWN");
        int most = Admission.HOPS;
        assertThat(
                        words(
                                attempt(
                                        "USER",
                                        true,
                                        ANNA,
                                        "none",
                                        new Attempt.Signs(false, false, most))))
                .startsWith("accepted");
        assertThat(
                        words(
                                attempt(
                                        "USER",
                                        true,
                                        ANNA,
                                        "none",
                                        new Attempt.Signs(false, false, most + 1))))
                .isEqualTo("refused 554 5.4.6");
    }

    @Test
    void a_bounce_is_never_answered() {
        Attempt bounce =
                new Attempt(
                        "x@crm.acme.test",
                        address("USER"),
                        true,
                        "",
                        List.of(ANNA),
                        Optional.of(ANNA),
                        Optional.empty(),
                        Attempt.Signs.NONE,
                        NOW);
        assertThat(words(bounce)).isEqualTo("dropped BOUNCE");
    }

    @Test
    void two_authors_are_one_too_many() {
        for (String kind : List.of("ORGANISATION", "USER")) {
            Attempt two =
                    new Attempt(
                            "x@crm.acme.test",
                            address(kind),
                            true,
                            ANNA,
                            List.of(ANNA, "eve@evil.test"),
                            Optional.empty(),
                            Optional.empty(),
                            Attempt.Signs.NONE,
                            NOW);
            assertThat(words(two)).as(kind).isEqualTo("refused 550 5.7.1");
        }
    }

    @Test
    void checks_are_asked_for_only_where_they_can_change_something() {
        Attempt.Signs none = Attempt.Signs.NONE;
        assertThat(Admission.needsChecks(attempt("ORGANISATION", false, ANNA, "none", none)))
                .isTrue();
        assertThat(Admission.needsChecks(attempt("ORGANISATION", true, ANNA, "none", none)))
                .isFalse();
        assertThat(Admission.needsChecks(attempt("USER", false, ANNA, "none", none))).isFalse();
        assertThat(Admission.needsChecks(attempt("USER", false, "ben@acme.test", "none", none)))
                .isTrue();
        assertThat(Admission.needsChecks(attempt("ORGANISATION", false, "none", "none", none)))
                .isFalse();
        assertThat(Admission.needsChecks(attempt("none", false, ANNA, "none", none))).isFalse();
    }

    @Test
    void what_a_sender_wrote_cannot_break_the_reply() {
        Decision.Refuse refusal = Admission.unknown("a\r\n250 ok\u00e9" + "x".repeat(1_000));
        assertThat(refusal.text()).doesNotContain("\r", "\n").hasSizeLessThan(400);
        assertThat(refusal.text().chars()).allMatch(c -> c >= ' ' && c < 0x7f);
    }
}
