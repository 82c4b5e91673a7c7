package org.tapline.bench.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
import org.tapline.proxy.imap.ImapConversation;
import org.tapline.proxy.imap.ImapSettings;

/// One read of 16 KiB, the size of a TLS record, through the observing IMAP conversation.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ImapReads {
    private static final int READ = 16 << 10;

    private final Dropped effects = new Dropped();
    private final ByteBuffer literal = ByteBuffer.allocateDirect(READ);
    private final ByteBuffer folders = filled("* LIST (\\HasNoChildren) \"/\" \"Projects/%d\"\r\n");
    private final ByteBuffer flags = filled("* %d FETCH (UID %<d FLAGS (\\Seen $Label1))\r\n");
    private final ByteBuffer noop = octets("n NOOP\r\n");
    private final ByteBuffer done = octets("n OK done\r\n");
    private ImapConversation inLiteral = signedIn();
    private ImapConversation inLines = signedIn();

    @Setup
    public void begin() {
        inLiteral = signedIn();
        say(inLiteral, Leg.CLIENT, "b UID FETCH 1 BODY.PEEK[]\r\n");
        say(inLiteral, Leg.UPSTREAM, "* 1 FETCH (UID 1 BODY[] {92233720368547758}\r\n");
        inLines = signedIn();
        say(inLines, Leg.CLIENT, "b UID FETCH 1:* FLAGS\r\n");
    }

    /// Octets of a message that is captured.
    @Benchmark
    public long literalOctets() {
        return read(inLiteral, Leg.UPSTREAM, literal);
    }

    /// Some 350 answers to LIST.
    @Benchmark
    public long manyShortLines() {
        return read(inLines, Leg.UPSTREAM, folders);
    }

    /// Some 330 answers to FETCH FLAGS.
    @Benchmark
    public long flagsOfManyMessages() {
        return read(inLines, Leg.UPSTREAM, flags);
    }

    /// A command and its answer.
    @Benchmark
    public long commandAndAnswer() {
        read(inLines, Leg.CLIENT, noop);
        return read(inLines, Leg.UPSTREAM, done);
    }

    private long read(ImapConversation conversation, Leg from, ByteBuffer octets) {
        octets.rewind();
        conversation.received(from, octets, effects);
        return effects.octets();
    }

    private ImapConversation signedIn() {
        ImapConversation conversation =
                new ImapConversation(ImapSettings.of(Tls.IMPLICIT, Tls.IMPLICIT));
        conversation.opened(effects);
        say(conversation, Leg.UPSTREAM, "* OK [CAPABILITY IMAP4rev1] ready\r\n");
        say(conversation, Leg.CLIENT, "a LOGIN user secret\r\n");
        say(conversation, Leg.UPSTREAM, "a OK signed in\r\n");
        say(conversation, Leg.CLIENT, "s SELECT INBOX\r\n");
        say(conversation, Leg.UPSTREAM, "* OK [UIDVALIDITY 1] valid\r\ns OK [READ-WRITE] done\r\n");
        return conversation;
    }

    private void say(ImapConversation conversation, Leg from, String words) {
        conversation.received(from, octets(words), effects);
    }

    private static ByteBuffer octets(String words) {
        byte[] octets = words.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocateDirect(octets.length).put(octets).flip();
    }

    /// Whole lines, as many as one read holds.
    private static ByteBuffer filled(String pattern) {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; lines.length() < READ - 100; i++) {
            lines.append(String.format(pattern, i));
        }
        return octets(lines.toString());
    }
}
