package org.tapline.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressTest {
    @Test
    void the_address_is_split_from_who_signs_in() {
        BrokerAddress address =
                BrokerAddress.parse("tcp://tapline:s%40ecret@mq.acme.test:61616?sslEnabled=true");
        assertThat(address.url()).isEqualTo("tcp://mq.acme.test:61616?sslEnabled=true");
        assertThat(address.credentials())
                .hasValue(new BrokerAddress.Credentials("tapline", "s@ecret"));
    }

    @Test
    void the_password_is_never_printed() {
        assertThat(BrokerAddress.parse("tcp://tapline:secret@mq.acme.test:61616").toString())
                .contains("tapline")
                .doesNotContain("secret");
    }

    @Test
    void nobody_signs_in_where_nobody_is_named() {
        assertThat(BrokerAddress.parse("tcp://mq:61616").credentials()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mq:61616",
                "http://mq:61616",
                "tcp://mq",
                "tcp://u:secret@",
                "tcp://u:secret@ x"
            })
    void anything_else_is_refused_without_repeating_it(String text) {
        assertThatThrownBy(() -> BrokerAddress.parse(text))
                .isInstanceOf(JournalException.class)
                .hasNoCause()
                .hasMessageNotContaining("secret");
    }
}
