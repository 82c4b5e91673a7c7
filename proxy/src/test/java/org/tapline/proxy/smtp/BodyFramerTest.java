package org.tapline.proxy.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BodyFramerTest {
    private static final int NULS = 4;

    /// The first lone dot, slow and obvious: behind the start or a run with a CR or LF in it, and
    /// in front of NULs and a CR or LF (or more NULs than are looked at).
    private static final Pattern LONE =
            Pattern.compile(
                    "(?:(?<=^\\x00{0,99})|(?<=[\\r\\n]\\x00{0,99}))\\.(?=(\\x00{0,4}[\\r\\n]|\\x00{5}))");

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

    private static void check(String body, Random random) {
        Matcher lone = LONE.matcher(body);
        assertThat(lone.find()).isTrue();
        int dot = lone.start();
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
