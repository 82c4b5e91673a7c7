package org.tapline.proxy.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyFramerTest {
    private static final int NULS = 4;

    @Test
    void every_cutting_agrees_with_a_slow_and_obvious_reading() {
        Random random = new Random(5321);
        for (int round = 0; round < 30_000; round++) {
            StringBuilder body = new StringBuilder();
            int length = random.nextInt(30);
            for (int i = 0; i < length; i++) {
                body.append(
                        random.nextInt(3) == 0 ? "\r\n" : "..\r\n\0x".charAt(random.nextInt(6)));
            }
            check(body + "\r\n.\r\nQUIT", random);
        }
    }

    static void check(String body, Random random) {
        int dot = lone(body);
        boolean lineStart = dot == 0 || body.startsWith("\r\n", dot - 2);
        boolean ends = lineStart && body.startsWith("\r\n", dot + 1);
        String message = body.substring(0, dot);
        Recorder recorder = new Recorder();
        BodyFramer framer = new BodyFramer(NULS);
        BodyFramer.State state = BodyFramer.State.OPEN;
        int at = 0;
        while (state == BodyFramer.State.OPEN && at < body.length()) {
            int to = Math.min(body.length(), at + 1 + random.nextInt(12));
            state = recorder.take(framer, body.substring(at, to));
            at += recorder.consumed;
        }
        assertThat(state)
                .as(body)
                .isEqualTo(ends ? BodyFramer.State.ENDED : BodyFramer.State.AMBIGUOUS);
        assertThat(recorder.forwarded.toString(ISO_8859_1))
                .isEqualTo(ends ? body.substring(0, dot + 3) : message);
        assertThat(recorder.kept.toString(ISO_8859_1))
                .isEqualTo(message.replaceAll("(?s)(^|\r\n)\\.", "$1"));
        assertThat(ends ? body.substring(at) : "").isEqualTo(ends ? body.substring(dot + 3) : "");
    }

    /// The first lone dot, slow and obvious: behind the start or a run with a CR or LF in it,
    /// and in front of NULs and a CR or LF (or more NULs than are looked at).
    private static int lone(String body) {
        for (int dot = body.indexOf('.'); dot >= 0; dot = body.indexOf('.', dot + 1)) {
            int before = dot;
            while (before > 0 && body.charAt(before - 1) == 0) {
                before--;
            }
            int behind = dot + 1;
            while (behind < body.length() && body.charAt(behind) == 0) {
                behind++;
            }
            boolean begins = before == 0 || "\r\n".indexOf(body.charAt(before - 1)) >= 0;
            boolean ends = behind < body.length() && "\r\n".indexOf(body.charAt(behind)) >= 0;
            if (begins && (ends || behind - dot - 1 > NULS)) {
                return dot;
            }
        }
        throw new AssertionError("the body has no end");
    }

    private static final class Recorder implements BodyFramer.Sink {
        private final ByteArrayOutputStream forwarded = new ByteArrayOutputStream();
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private byte[] running = new byte[0];
        private int consumed;

        BodyFramer.State take(BodyFramer framer, String octets) {
            running = octets.getBytes(ISO_8859_1);
            ByteBuffer view = ByteBuffer.wrap(running).order(ByteOrder.LITTLE_ENDIAN);
            return framer.take(view, 0, running.length, this);
        }

        @Override
        public void forward(int from, int to) {
            forwarded.write(running, from, to - from);
        }

        @Override
        public void keep(int from, int to) {
            kept.write(running, from, to - from);
        }

        @Override
        public void held(byte[] octets, int message) {
            forwarded.writeBytes(octets);
            kept.write(octets, octets.length - message, message);
        }

        @Override
        public void consumed(int to) {
            consumed = to;
        }
    }
}
