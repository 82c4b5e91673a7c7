package org.tapline.bench.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.smtp.SmtpConversation;
import org.tapline.proxy.smtp.SmtpLimits;
import org.tapline.proxy.smtp.SmtpSettings;

/// One read of 16 KiB of a message that is being submitted.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SmtpReads {
    private static final int READ = 16 << 10;

    private final Dropped effects = new Dropped();
    private final ByteBuffer attachment =
            filled("JVBERi0xLjcKJeLjz9MKNSAwIG9iago8PC9GaWx0ZXIvRmxhdGVEZWNvZGUvTGVuZ3RoIDI0\r\n");
    private final ByteBuffer letter =
            filled("A line of a letter. It ends with a full stop, as most of them do.\r\n");
    private final ByteBuffer stuffed = filled("..profile\r\n");
    private SmtpConversation conversation = inBody();

    @Setup
    public void begin() {
        conversation = inBody();
    }

    /// Base64, without a dot.
    @Benchmark
    public long attachmentOctets() {
        return read(attachment);
    }

    /// Text with two dots a line.
    @Benchmark
    public long letterOctets() {
        return read(letter);
    }

    /// The worst case: dot stuffing on every short line.
    @Benchmark
    public long stuffedLines() {
        return read(stuffed);
    }

    private long read(ByteBuffer octets) {
        octets.rewind();
        conversation.received(Leg.CLIENT, octets, effects);
        return effects.octets();
    }

    private SmtpConversation inBody() {
        SmtpConversation begun =
                new SmtpConversation(
                        new SmtpSettings(
                                Tls.IMPLICIT,
                                Tls.IMPLICIT,
                                "proxy.test",
                                Optional.empty(),
                                SmtpLimits.DEFAULTS));
        begun.opened(effects);
        say(begun, Leg.UPSTREAM, "220 ready\r\n");
        say(begun, Leg.CLIENT, "EHLO client.test\r\n");
        say(begun, Leg.UPSTREAM, "250-mx.test\r\n250 AUTH PLAIN\r\n");
        say(begun, Leg.CLIENT, "AUTH PLAIN AHVzZXIAc2VjcmV0\r\n");
        say(begun, Leg.UPSTREAM, "235 signed in\r\n");
        say(begun, Leg.CLIENT, "MAIL FROM:<a@bench.test>\r\n");
        say(begun, Leg.UPSTREAM, "250 ok\r\n");
        say(begun, Leg.CLIENT, "RCPT TO:<b@else.test>\r\n");
        say(begun, Leg.UPSTREAM, "250 ok\r\n");
        say(begun, Leg.CLIENT, "DATA\r\n");
        say(begun, Leg.UPSTREAM, "354 go on\r\n");
        return begun;
    }

    private void say(SmtpConversation to, Leg from, String words) {
        to.received(from, octets(words), effects);
    }

    private static ByteBuffer octets(String words) {
        byte[] octets = words.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocateDirect(octets.length).put(octets).flip();
    }

    private static ByteBuffer filled(String line) {
        return octets(line.repeat((READ - 100) / line.length()));
    }
}
