package org.tapline.bridge.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Framing and the end of data, at every cut.
class BodyLinesTest {

    /// Frames of a text that arrives in these pieces.
    private static List<byte[]> frames(String... pieces) {
        EmbeddedChannel channel = new EmbeddedChannel(new LineFramer());
        List<byte[]> frames = new ArrayList<>();
        for (String piece : pieces) {
            channel.writeInbound(Unpooled.copiedBuffer(piece, ISO_8859_1));
            for (ByteBuf frame; (frame = channel.readInbound()) != null; ) {
                byte[] octets = new byte[frame.readableBytes()];
                frame.readBytes(octets);
                frames.add(octets);
                frame.release();
            }
        }
        channel.finishAndReleaseAll();
        return frames;
    }

    private static List<BodyLines.Kind> kinds(List<byte[]> frames) {
        BodyLines lines = new BodyLines();
        List<BodyLines.Kind> kinds = new ArrayList<>();
        for (byte[] frame : frames) {
            kinds.add(lines.take(frame));
            if (kinds.getLast() == BodyLines.Kind.END
                    || kinds.getLast() == BodyLines.Kind.AMBIGUOUS) {
                break;
            }
        }
        return kinds;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.tapline.bridge.ingest.Endings#ambiguous")
    void an_ambiguous_end_is_found_at_every_cut(String name, String end) {
        String data = "Subject: x\r\n\r\ntext" + end + "MAIL FROM:<boss@acme.test>\r\n.\r\n";
        for (int cut = 0; cut <= data.length(); cut++) {
            assertThat(kinds(frames(data.substring(0, cut), data.substring(cut))))
                    .as(name + " cut at " + cut)
                    .endsWith(BodyLines.Kind.AMBIGUOUS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text\r\n",
                "..\r\n",
                "..stuffed\r\n",
                "a\n..\nb\n .\nc\n. \n\r\n",
                ".x\r\n",
                "a.\r\nb.\nc.\rd\r\n",
                "\0.\0x.\0\r\n",
                "\n\r\n"
            })
    void other_bodies_end_at_crlf_dot_crlf_at_every_cut(String body) {
        String data = body + ".\r\nNOOP\r\n";
        for (int cut = 0; cut <= data.length(); cut++) {
            List<BodyLines.Kind> kinds = kinds(frames(data.substring(0, cut), data.substring(cut)));
            assertThat(kinds).endsWith(BodyLines.Kind.END).doesNotContain(BodyLines.Kind.AMBIGUOUS);
        }
    }

    @Test
    void the_collected_ends_are_told_apart() throws IOException {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isRegularFile(at.resolve("shared/DESIGN.md"))) {
            at = at.getParent();
        }
        assumeTrue(at != null, "no shared folder beside the project: not compared");
        Path table = at.resolve("shared/data/smtp/smuggling/end-of-data.json");
        int rows = 0;
        for (JsonNode row : new ObjectMapper().readTree(table.toFile())) {
            String end =
                    new String(
                            HexFormat.ofDelimiter(" ").parseHex(row.get("hex").asString()),
                            ISO_8859_1);
            List<BodyLines.Kind> kinds = kinds(frames("text" + end + "QUIT\r\n.\r\n"));
            assertThat(kinds.getLast())
                    .as(row.get("name").asString())
                    .isEqualTo(
                            row.get("is_end_of_data").asBoolean()
                                    ? BodyLines.Kind.END
                                    : BodyLines.Kind.AMBIGUOUS);
            rows++;
        }
        assertThat(rows).isEqualTo(11);
    }

    @Test
    void frames_put_together_are_what_came_however_it_was_cut() {
        Random random = new Random(7);
        String alphabet = "ab.\r\n\0";
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            text.append("\r\n");
            int cut = random.nextInt(text.length() + 1);
            StringBuilder together = new StringBuilder();
            for (byte[] frame : frames(text.substring(0, cut), text.substring(cut))) {
                String line = new String(frame, ISO_8859_1);
                assertThat(line.indexOf("\r\n")).isEqualTo(line.length() - 2);
                together.append(line);
            }
            assertThat(together).hasToString(text.toString());
        }
    }

    @Test
    void a_line_longer_than_a_frame_comes_in_pieces_and_no_dot_is_mistaken() {
        String longLine = "x".repeat(LineFramer.PIECE - 1) + ".\r\n";
        List<byte[]> frames = frames(longLine + ".\r\n");
        assertThat(frames).hasSize(3);
        assertThat(frames.getFirst()).hasSize(LineFramer.PIECE - 1);
        assertThat(kinds(frames))
                .containsExactly(BodyLines.Kind.TEXT, BodyLines.Kind.TEXT, BodyLines.Kind.END);
    }

    @Test
    void a_smuggled_end_at_the_edge_of_a_piece_is_found() {
        for (int before = LineFramer.PIECE - 4; before <= LineFramer.PIECE + 1; before++) {
            String data = "x".repeat(before) + "\n.\nQUIT\r\n.\r\n";
            assertThat(kinds(frames(data))).as("" + before).endsWith(BodyLines.Kind.AMBIGUOUS);
        }
    }
}
