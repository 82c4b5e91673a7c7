package org.tapline.proxy.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tapline.proxy.imap.LiteralMark.Form;

class LineFramerTest {
    private static final String STREAM =
            "a X {5}\r\n\r\n{9}\r\n* OK\r\n{0}\r\n\r\nb ~{3+}\r\nxyz {2-}\r\n"
                    + "long".repeat(20)
                    + " {4}\r\nabcd\r\nend\n";

    @Test
    void frames_cover_every_octet_and_lines_are_the_same_at_every_cut() {
        byte[] octets = STREAM.getBytes(StandardCharsets.ISO_8859_1);
        List<String> whole = frames(List.of(octets));
        assertThat(whole)
                .containsExactly(
                        "a X {5}|5 SYNCHRONISING",
                        "",
                        "* OK",
                        "{0}|0 SYNCHRONISING",
                        "",
                        "b ~{3+}|3 NON_SYNCHRONISING",
                        " {2-}|-1 DOUBTFUL",
                        "long".repeat(10) + "...|4 SYNCHRONISING",
                        "",
                        "end bare");
        for (int first = 0; first <= octets.length; first++) {
            for (int second = first; second <= octets.length; second += 7) {
                assertThat(frames(cut(octets, first, second))).isEqualTo(whole);
            }
        }
    }

    @Test
    void a_line_at_the_limit_is_shown_whole_and_one_beyond_is_not() {
        assertThat(frames(List.of(("x".repeat(38) + "\r\n").getBytes(StandardCharsets.US_ASCII))))
                .containsExactly("x".repeat(38));
        assertThat(frames(List.of(("x".repeat(39) + "\r\n").getBytes(StandardCharsets.US_ASCII))))
                .containsExactly("x".repeat(39) + "\r...");
    }

    @Test
    void a_literal_mark_is_read_only_where_it_is_well_formed() {
        assertThat(mark("a {12}")).isEqualTo(new LiteralMark(12, Form.SYNCHRONISING));
        assertThat(mark("{0}")).isEqualTo(new LiteralMark(0, Form.SYNCHRONISING));
        assertThat(mark("{7+}")).isEqualTo(new LiteralMark(7, Form.NON_SYNCHRONISING));
        assertThat(mark("{" + "9".repeat(18) + "}").size()).isEqualTo(999_999_999_999_999_999L);
        assertThat(mark("{" + "9".repeat(19) + "}").form()).isEqualTo(Form.DOUBTFUL);
        assertThat(mark("{7-}").form()).isEqualTo(Form.DOUBTFUL);
        for (String none : List.of("", "}", "{}", "{+}", "{a}", "{1a}", "1}", "{1", "{ 1}")) {
            assertThat(mark(none).present()).as(none).isFalse();
        }
    }

    @Test
    void random_octets_in_random_packets_are_cut_alike() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            byte[] octets = new byte[300];
            for (int i = 0; i < octets.length; i++) {
                octets[i] = (byte) "ab {}0123+~\r\n\n".charAt(random.nextInt(14));
            }
            int first = random.nextInt(octets.length);
            int second = first + random.nextInt(octets.length - first);
            assertThat(frames(cut(octets, first, second)))
                    .as("seed %d", seed)
                    .isEqualTo(frames(List.of(octets)));
        }
    }

    private static LiteralMark mark(String line) {
        ByteBuffer octets = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
        return LiteralMark.at(octets, 0, octets.limit());
    }

    private static List<byte[]> cut(byte[] octets, int first, int second) {
        return List.of(
                java.util.Arrays.copyOf(octets, first),
                java.util.Arrays.copyOfRange(octets, first, second),
                java.util.Arrays.copyOfRange(octets, second, octets.length));
    }

    /// The lines, each with the literal it announces; checks that frames leave no octet out.
    private static List<String> frames(List<byte[]> packets) {
        LineFramer framer = new LineFramer(40);
        List<String> lines = new ArrayList<>();
        for (byte[] packet : packets) {
            ByteBuffer in = ByteBuffer.wrap(packet);
            int covered = 0;
            LineFramer.Frame frame = framer.next(in);
            while (frame != LineFramer.Frame.NOTHING) {
                assertThat(framer.from()).isEqualTo(covered);
                covered = framer.to();
                if (frame == LineFramer.Frame.LINE) {
                    lines.add(show(framer));
                    framer.expectLiteral(Math.max(0, framer.mark().size()));
                }
                frame = framer.next(in);
            }
            assertThat(covered).isEqualTo(packet.length);
        }
        return lines;
    }

    private static String show(LineFramer framer) {
        byte[] line = new byte[framer.lineTo() - framer.lineFrom()];
        framer.line().get(framer.lineFrom(), line);
        LiteralMark mark = framer.mark();
        return new String(line, StandardCharsets.ISO_8859_1)
                + (framer.beyondLimit() ? "..." : "")
                + (framer.strict() ? "" : " bare")
                + (mark.present() ? "|" + mark.size() + " " + mark.form() : "");
    }
}
