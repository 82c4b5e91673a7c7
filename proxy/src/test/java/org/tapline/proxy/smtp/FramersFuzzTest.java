package org.tapline.proxy.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/// The framers of both directions against slow and obvious readings, for any cutting.
///
/// An input is one octet for the cutting, then the stream.
class FramersFuzzTest {
    private static final int LIMIT = 60;
    private static final Pattern REPLY =
            Pattern.compile(
                    "\\G(?:([2-5][0-9]{2})-[^\\n]*\\n)*([2-5][0-9]{2})(?: [^\\n]*|\\r)?\\n");

    @MethodSource("bodies")
    @FuzzTest(maxDuration = "5m")
    void a_body_ends_where_an_obvious_reading_ends_it(byte[] input) {
        if (input.length > 0) {
            String body = new String(input, 1, input.length - 1, ISO_8859_1);
            BodyFramerTest.check(body + "\r\n.\r\nQUIT", new Random(input[0]));
        }
    }

    static Stream<byte[]> bodies() {
        return Stream.of(
                        "\0text\r\n..stuffed\r\n",
                        "\1\n.\r\n",
                        "\2.\0\0\0\0\0\r\n",
                        "\3\r\n.\rx",
                        "\4.")
                .map(text -> text.getBytes(ISO_8859_1));
    }

    @MethodSource("replies")
    @FuzzTest(maxDuration = "5m")
    void replies_are_those_of_an_obvious_reading(byte[] input) {
        if (input.length > 0) {
            String stream = new String(input, 1, input.length - 1, ISO_8859_1);
            List<String> whole = obvious(stream);
            assertThat(framed(stream, new Random(input[0]))).isEqualTo(whole);
            assertThat(framed(stream, null)).isEqualTo(whole);
        }
    }

    static Stream<byte[]> replies() {
        return Stream.of(
                        "\0220 ready\r\n250-a\r\n250-b\n250 c\r\n",
                        "\1250\r\n354\n25",
                        "\2250x\r\n",
                        "\3600 no\r\n",
                        "\4250-" + "x".repeat(80) + "\r\n")
                .map(text -> text.getBytes(ISO_8859_1));
    }

    /// The replies, up to the first line that is none or a reply beyond the limit.
    private static List<String> obvious(String stream) {
        List<String> replies = new ArrayList<>();
        Matcher reply = REPLY.matcher(stream);
        while (reply.find() && reply.group().length() <= LIMIT) {
            replies.add(reply.group(2) + " " + reply.group());
        }
        return replies;
    }

    private static List<String> framed(String stream, @Nullable Random cutting) {
        ReplyFramer framer = new ReplyFramer(LIMIT);
        List<String> replies = new ArrayList<>();
        byte[] octets = stream.getBytes(ISO_8859_1);
        int at = 0;
        while (at < octets.length && !framer.broken()) {
            int size = cutting == null ? 1 : 1 + cutting.nextInt(20);
            int end = Math.min(octets.length, at + size);
            while (at < end && !framer.broken()) {
                Reply reply = framer.take(ByteBuffer.wrap(octets), at, end);
                assertThat(framer.next()).isBetween(at + 1, end);
                at = framer.next();
                if (reply != null) {
                    replies.add(reply.code() + " " + new String(reply.octets(), ISO_8859_1));
                }
            }
        }
        int taken = String.join("", replies).length() - 4 * replies.size();
        byte[] partial = framer.drain();
        assertThat(new String(partial, ISO_8859_1)).isEqualTo(stream.substring(taken, at));
        assertThat(partial.length).isLessThanOrEqualTo(LIMIT + 1);
        return replies;
    }
}
