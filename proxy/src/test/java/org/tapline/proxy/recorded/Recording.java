package org.tapline.proxy.recorded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tapline.proxy.conversation.Leg;

/// One file of the lab's recordings, taken apart into its sessions.
///
/// What went over the wire compressed was recorded clear; the command that switched compression on
/// and its answer are left out, because the rest of such a session goes on in the clear here.
final class Recording {
    private static final Pattern LINE =
            Pattern.compile("\\[ *[0-9.]+] #([0-9]+) ([CS])[:+] ?(.*)", Pattern.DOTALL);
    private static final Pattern CUT =
            Pattern.compile(" *<(literal|DATA) ([0-9]+) bytes> ?(.*)", Pattern.DOTALL);
    private static final Pattern COMPRESS = Pattern.compile("(?i)([^ ]+) COMPRESS DEFLATE");

    private Recording() {}

    /// Something one side said: a line with its CRLF, or the octets of a literal or body.
    ///
    /// @param from who said it
    /// @param shown what of it was recorded
    /// @param length octets there were; more than are shown where the recording was cut
    /// @param kind what it is
    record Said(Leg from, String shown, long length, Kind kind) {
        boolean line() {
            return kind == Kind.LINE;
        }

        /// Octets `[at, at + most)` of it at most.
        byte[] octets(long at, int most) {
            byte[] known = shown.getBytes(StandardCharsets.ISO_8859_1);
            byte[] octets = new byte[(int) Math.min(most, length - at)];
            for (int i = 0; i < octets.length; i++) {
                octets[i] = at + i < known.length ? known[(int) at + i] : filler(at + i);
            }
            return octets;
        }

        /// A body ends with a line end, so that the dot behind it stands alone.
        private byte filler(long at) {
            if (kind == Kind.BODY && at >= length - 2) {
                return (byte) (at == length - 2 ? '\r' : '\n');
            }
            return 'x';
        }
    }

    /// What was said.
    enum Kind {
        LINE,
        LITERAL,
        BODY
    }

    /// The sessions of a file, each with what was said in its order.
    static Collection<List<Said>> sessions(Path file) {
        Map<Integer, List<Said>> sessions = new TreeMap<>();
        Map<Integer, Set<String>> compressing = new TreeMap<>();
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            for (String text : (Iterable<String>) lines::iterator) {
                Matcher line = LINE.matcher(text);
                if (!line.matches()) {
                    continue;
                }
                int session = Integer.parseInt(line.group(1));
                Leg from = line.group(2).equals("C") ? Leg.CLIENT : Leg.UPSTREAM;
                Said said = said(from, line.group(3));
                if (!compression(
                        said, compressing.computeIfAbsent(session, key -> new HashSet<>()))) {
                    sessions.computeIfAbsent(session, key -> new ArrayList<>()).add(said);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sessions.values();
    }

    private static Said said(Leg from, String text) {
        Matcher cut = CUT.matcher(text);
        if (cut.matches()) {
            Kind kind = cut.group(1).equals("DATA") ? Kind.BODY : Kind.LITERAL;
            long length = Long.parseLong(cut.group(2));
            String shown = unescaped(cut.group(3)).replaceAll("(?s)\\s*\\S*elided$", "");
            String known =
                    shown.substring(0, (int) Math.min(shown.length(), Math.max(0, length - 2)));
            return new Said(from, known, length, kind);
        }
        String line = unescaped(text) + "\r\n";
        return new Said(from, line, line.length(), Kind.LINE);
    }

    private static boolean compression(Said said, Set<String> tags) {
        Matcher command = COMPRESS.matcher(said.shown().strip());
        if (said.from() == Leg.CLIENT && command.matches()) {
            tags.add(command.group(1));
            return true;
        }
        int space = said.shown().indexOf(' ');
        return said.from() == Leg.UPSTREAM
                && said.line()
                && space > 0
                && tags.remove(said.shown().substring(0, space));
    }

    /// `\xHH` stands for one octet.
    private static String unescaped(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            boolean escape = text.startsWith("\\x", i) && i + 4 <= text.length();
            if (escape && text.substring(i + 2, i + 4).matches("[0-9a-f]{2}")) {
                octets.write(Integer.parseInt(text.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                octets.write(text.charAt(i));
            }
        }
        return octets.toString(StandardCharsets.ISO_8859_1);
    }
}
