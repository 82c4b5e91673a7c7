package org.tapline.bridge.authenticity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is read from a published policy.
class DmarcPolicyTest {
    @Test
    void tags_are_read_in_any_order_and_spacing() {
        assertThat(DmarcPolicy.among(List.of("v=DMARC1 ; sp=none; P = Reject;adkim=s ; aspf=r;")))
                .contains(new DmarcPolicy(true, false, "reject", "none"));
    }

    @Test
    void subdomains_follow_the_domain_where_nothing_else_is_said() {
        assertThat(
                        DmarcPolicy.among(List.of("v=DMARC1; p=quarantine"))
                                .map(DmarcPolicy::subdomains))
                .contains("quarantine");
    }

    @Test
    void other_texts_are_no_policy() {
        assertThat(
                        DmarcPolicy.among(
                                List.of("v=spf1 -all", "v=DMARC10; p=none", "p=none; v=DMARC1")))
                .isEqualTo(Optional.empty());
    }

    @Test
    void two_policies_are_none() {
        assertThat(DmarcPolicy.among(List.of("v=DMARC1; p=none", "v=DMARC1; p=reject"))).isEmpty();
    }
}
