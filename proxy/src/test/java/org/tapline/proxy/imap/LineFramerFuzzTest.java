package org.tapline.proxy.imap;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// The framer against a slow and obvious reading of the whole stream, for any cutting of it.
///
/// An input is one octet for the limit of a line, one for the cutting, then the stream.
class LineFramerFuzzTest {
    private static final Pattern MARK = Pattern.compile("\\{([0-9]{1,18})(\\+?)}\\z");
    private static final Pattern DOUBT = Pattern.compile("(\\{[0-9]+-|[0-9]{18,}[+-]?)}\\z");

    @MethodSource("streams")
    @FuzzTest(maxDuration = "5m")
    void lines_and_literals_are_those_of_an_obvious_reading(byte[] input) {
        if (input.length < 3) {
            return;
        }
        int limit = 8 + (input[0] & 0x7f);
        String stream = new String(input, 2, input.length - 2, StandardCharsets.ISO_8859_1);
        List<String> obvious = obvious(stream, limit);
        assertThat(framed(stream, limit, new Random(input[1]))).isEqualTo(obvious);
        assertThat(framed(stream, limit, null)).isEqualTo(obvious);
    }

    static Stream<byte[]> streams() {
        return Stream.of(
                        "(\0a X {5}\r\n\r\n{9}\r\n* OK\r\n{0}\r\n\r\nb ~{3+}\r\nxyz {2-}\r\n",
                        " \1" + "long".repeat(60) + " {4}\r\nabcd\r\nend\nnot {99999}\r\nyet",
                        " \2" + "9".repeat(70) + "}\r\n{" + "9".repeat(60) + "}\r\n",
                        " \3{123456789012345678}\r\nx")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<String> obvious(String stream, int limit) {
        List<String> found = new ArrayList<>();
        int at = 0;
        while (at < stream.length()) {
            int feed = stream.indexOf('\n', at);
            if (feed < 0) {
                found.add("begun " + stream.substring(at, Math.min(stream.length(), at + limit)));
                break;
            }
            boolean strict = feed > at && stream.charAt(feed - 1) == '\r';
            String line = stream.substring(at, strict ? feed - 1 : feed);
            boolean beyond = feed + 1 - at > limit;
            Matcher mark = MARK.matcher(line);
            boolean announced = mark.find();
            boolean doubt = !announced && DOUBT.matcher(line).find();
            long size = announced ? Long.parseLong(mark.group(1)) : 0;
            found.add(
                    shown(
                            beyond ? stream.substring(at, at + limit) : line,
                            beyond,
                            strict,
                            announced || doubt,
                            announced && mark.group(2).isEmpty()));
            long end = Math.min(stream.length(), feed + 1 + size);
            found.add("literal " + (end - feed - 1));
            at = (int) end;
        }
        return found;
    }

    private static String shown(
            String line, boolean beyond, boolean strict, boolean mark, boolean synchronising) {
        return (beyond ? "beyond " : "line ")
                + (strict ? "strict " : "bare ")
                + (mark ? "mark " : "")
                + (synchronising ? "waits " : "")
                + line;
    }

    /// @param cutting null for octet by octet
    private static List<String> framed(
            String stream, int limit, @org.jspecify.annotations.Nullable Random cutting) {
        LineFramer framer = new LineFramer(limit);
        List<String> found = new ArrayList<>();
        byte[] octets = stream.getBytes(StandardCharsets.ISO_8859_1);
        long literal = -1;
        for (int at = 0; at < octets.length; ) {
            int size = cutting == null ? 1 : 1 + cutting.nextInt(40);
            ByteBuffer in = ByteBuffer.wrap(octets, at, Math.min(size, octets.length - at));
            int covered = at;
            LineFramer.Frame frame = framer.next(in);
            while (frame != LineFramer.Frame.NOTHING) {
                assertThat(framer.from()).isEqualTo(covered);
                covered = framer.to();
                if (literal >= 0 && frame != LineFramer.Frame.LITERAL) {
                    found.add("literal " + literal);
                    literal = -1;
                }
                if (frame == LineFramer.Frame.LITERAL) {
                    literal += framer.to() - framer.from();
                } else if (frame == LineFramer.Frame.LINE) {
                    LiteralMark mark = framer.mark();
                    found.add(shown(framer, mark));
                    framer.expectLiteral(Math.max(0, mark.size()));
                    literal = 0;
                }
                frame = framer.next(in);
            }
            assertThat(covered).isEqualTo(in.limit());
            at = covered;
        }
        if (literal >= 0) {
            found.add("literal " + literal);
        }
        if (framer.incomplete()) {
            assertThat(framer.begunOctets().length).isLessThanOrEqualTo(limit);
            found.add("begun " + new String(framer.begunOctets(), StandardCharsets.ISO_8859_1));
        }
        return found;
    }

    private static String shown(LineFramer framer, LiteralMark mark) {
        byte[] line = new byte[framer.lineTo() - framer.lineFrom()];
        framer.line().get(framer.lineFrom(), line);
        return shown(
                new String(line, StandardCharsets.ISO_8859_1),
                framer.beyondLimit(),
                framer.strict(),
                mark.present(),
                mark.size() >= 0 && mark.form() == LiteralMark.Form.SYNCHRONISING);
    }
}
