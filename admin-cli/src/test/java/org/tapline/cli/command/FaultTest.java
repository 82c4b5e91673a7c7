package org.tapline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultTest {

    @Test
    void a_fault_of_ours_is_one_line_that_says_where() {
        String line = Fault.line(new IllegalStateException("no such kind\nat all"));

        assertThat(line)
                .startsWith("This is a fault of Tapline; please report it:")
                .contains("no such kind", "at FaultTest.java:")
                .doesNotContain("\n");
    }
}
