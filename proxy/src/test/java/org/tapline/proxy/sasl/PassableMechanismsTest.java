package org.tapline.proxy.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassableMechanismsTest {
    @ParameterizedTest
    @CsvSource({
        "PLAIN LOGIN, PLAIN LOGIN",
        "PLAIN EXTERNAL GSSAPI DIGEST-MD5 X-NEW, PLAIN X-NEW",
        "plain external, plain",
        "SCRAM-SHA-1 SCRAM-SHA-256 PLAIN, SCRAM-SHA-1 SCRAM-SHA-256 PLAIN",
        "SCRAM-SHA-1 SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN, PLAIN",
    })
    void what_cannot_work_through_a_tls_ending_proxy_is_hidden(String offered, String passing) {
        assertThat(PassableMechanisms.of(List.of(offered.split(" "))))
                .containsExactly(passing.split(" "));
    }
}
