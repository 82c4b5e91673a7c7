package org.tapline.proxy.transcript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tapline.proxy.conversation.Leg;

/// One conversation as text.
///
/// | line | meaning |
/// | --- | --- |
/// | `C: text` | the client sends the line and it passes to the upstream unchanged |
/// | `S: text` | the upstream sends the line and it passes to the client unchanged |
/// | `C* text`, `S* text` | as above, but the line does not pass |
/// | `>S text`, `>C text` | Tapline sends the line to that side |
/// | `= effect` | an effect other than octets, as [RecordingEffects] words it |
/// | `\| text` | a line of the message that the `= commit` above it commits |
/// | `! secured LEG`, `! ended LEG`, `! connected`, `! unreachable` | what the relay reports |
/// | `@ key value` | a setting for the test that plays it; `journal fails` for every one |
/// | `---` | ends a turn: what follows does not come in the same packet |
/// | `# text`, empty | comment |
///
/// Octets: every line ends in CRLF, unless its last character is a backslash; `\r \n \t \\ \s` (a
/// space) and `\xHH` are escapes; other text is UTF-8. A `#` repetition is written `\{n*text}`.
/// Lines of one side with nothing from the other side or the relay between them are one turn, and
/// come in one packet when the transcript is played whole.
public record Transcript(
        String name, Map<String, String> settings, List<Input> inputs, String log) {

    /// What happens from outside.
    public sealed interface Input {}

    /// Octets of one leg.
    public static final class Octets implements Input {
        private final Leg from;
        private final byte[] octets;

        Octets(Leg from, byte[] octets) {
            this.from = from;
            this.octets = octets;
        }

        /// Who sent them.
        public Leg from() {
            return from;
        }

        /// A copy.
        public byte[] octets() {
            return octets.clone();
        }
    }

    /// [org.tapline.proxy.conversation.Conversation#secured].
    public record Secured(Leg leg) implements Input {}

    /// [org.tapline.proxy.conversation.Conversation#ended].
    public record Ended(Leg leg) implements Input {}

    /// [org.tapline.proxy.conversation.Conversation#connected].
    public record Connected() implements Input {}

    /// [org.tapline.proxy.conversation.Conversation#unreachable].
    public record Unreachable() implements Input {}

    /// Reads a transcript from the test resources.
    public static Transcript resource(String path) {
        try (InputStream in = Transcript.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + path);
            }
            return parse(path, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads a transcript from text.
    public static Transcript parse(String name, String text) {
        Reader reader = new Reader();
        text.lines().forEach(reader::line);
        reader.endTurn();
        return new Transcript(name, reader.settings, reader.inputs, reader.log.toString());
    }

    /// What both legs send, in order.
    public List<Octets> turns() {
        return inputs.stream().filter(Octets.class::isInstance).map(Octets.class::cast).toList();
    }

    /// All octets that one leg sends.
    public byte[] sentBy(Leg leg) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Input input : inputs) {
            if (input instanceof Octets octets && octets.from() == leg) {
                all.writeBytes(octets.octets());
            }
        }
        return all.toByteArray();
    }

    private static final class Reader {
        private final Map<String, String> settings = new TreeMap<>();
        private final List<Input> inputs = new ArrayList<>();
        private final EffectLog log = new EffectLog();
        private final ByteArrayOutputStream turn = new ByteArrayOutputStream();
        private Leg speaker = Leg.CLIENT;

        private void line(String line) {
            if (line.isBlank() || line.startsWith("#")) {
                return;
            }
            if (line.equals("---")) {
                endTurn();
                return;
            }
            String text = line.length() > 3 ? line.substring(3) : "";
            switch (line.substring(0, 2)) {
                case "C:" -> sends(Leg.CLIENT, text, true);
                case "C*" -> sends(Leg.CLIENT, text, false);
                case "S:" -> sends(Leg.UPSTREAM, text, true);
                case "S*" -> sends(Leg.UPSTREAM, text, false);
                case ">C" -> log.octets(Leg.CLIENT, octets(text));
                case ">S" -> log.octets(Leg.UPSTREAM, octets(text));
                case "= " -> log.event(line.substring(2));
                case "| " -> log.content(octets(line.substring(2)));
                case "! " -> outside(line.substring(2));
                case "@ " -> {
                    String[] setting = line.substring(2).split(" ", 2);
                    settings.put(setting[0], setting[1]);
                }
                default -> throw new IllegalArgumentException("transcript line: " + line);
            }
        }

        private void sends(Leg leg, String text, boolean passes) {
            if (leg != speaker) {
                endTurn();
                speaker = leg;
            }
            byte[] octets = octets(text);
            turn.writeBytes(octets);
            if (passes) {
                log.octets(leg.other(), octets);
            }
        }

        private void outside(String text) {
            endTurn();
            String[] words = text.split(" ", 2);
            inputs.add(
                    switch (words[0]) {
                        case "secured" -> new Secured(Leg.valueOf(words[1]));
                        case "ended" -> new Ended(Leg.valueOf(words[1]));
                        case "connected" -> new Connected();
                        case "unreachable" -> new Unreachable();
                        default -> throw new IllegalArgumentException("transcript: " + text);
                    });
        }

        private void endTurn() {
            if (turn.size() > 0) {
                inputs.add(new Octets(speaker, turn.toByteArray()));
                turn.reset();
            }
        }
    }

    private static byte[] octets(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        boolean open = text.endsWith("\\") && !text.endsWith("\\\\");
        String written = open ? text.substring(0, text.length() - 1) : text;
        unescape(written, octets);
        if (!open) {
            octets.write('\r');
            octets.write('\n');
        }
        return octets.toByteArray();
    }

    private static void unescape(String text, ByteArrayOutputStream octets) {
        for (int i = 0; i < text.length(); ) {
            char at = text.charAt(i);
            if (at != '\\') {
                int point = text.codePointAt(i);
                octets.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(point);
                continue;
            }
            i += 2;
            switch (text.charAt(i - 1)) {
                case 'r' -> octets.write('\r');
                case 'n' -> octets.write('\n');
                case 't' -> octets.write('\t');
                case 's' -> octets.write(' ');
                case '\\' -> octets.write('\\');
                case 'x' -> {
                    octets.write(Integer.parseInt(text.substring(i, i + 2), 16));
                    i += 2;
                }
                case '{' -> {
                    int star = text.indexOf('*', i);
                    int end = text.indexOf('}', star);
                    String repeated = text.substring(star + 1, end);
                    int times = Integer.parseInt(text.substring(i, star));
                    octets.writeBytes(repeated.repeat(times).getBytes(StandardCharsets.UTF_8));
                    i = end + 1;
                }
                default -> throw new IllegalArgumentException("escape in transcript: " + text);
            }
        }
    }
}
