package org.tapline.bridge.forwards;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts made to keep a parser busy. Half a million characters take milliseconds in linear time
/// and hours in quadratic; the limit lies far from both.
final class HostileForwardTest {
    private static final int SIZE = 500_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "> ",
                ">",
                "a",
                "-",
                "-\n",
                "_\n",
                "*",
                ":\n",
                "wrote 1:\n",
                "x <a@b> wrote:\n",
                "From: a@b.test\n",
                "From: a\nTo: b\n",
                "To: a@b.test,\n",
                "To: a@b.test,\nc@d.test,\n\n",
                "Subject: x\n------------\n\n",
                "---------- Forwarded message ---------\n",
                "---------- Forwarded message ---------\nFrom: x\nTo: y\n",
                "---------- Forwarded message --------- From: <a@b>To: \n",
                "<mailto:a@b>",
                "________________________________\n"
            })
    void repetition_costs_linear_time(String piece) {
        String text = piece.repeat(SIZE / piece.length());
        String block = "From: Anna <a@b.test>\nSubject: x\nTo: ";
        for (String one :
                List.of(text, "---------- Forwarded message ---------\n" + block + text + "\n")) {
            Assertions.assertTimeout(
                    LIMIT, () -> assertThat(Mails.original("Fwd: x", one)).isNotNull());
        }
    }
}
