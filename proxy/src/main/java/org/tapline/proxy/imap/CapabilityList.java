package org.tapline.proxy.imap;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A list of capabilities within a line: where it lies, what it says, and the line without what is
/// hidden.
///
/// @param from the octet behind the word CAPABILITY
/// @param to behind the last capability
/// @param names as the upstream wrote them
record CapabilityList(int from, int to, List<String> names) {

    /// Reads a list; the cursor stands behind the word CAPABILITY and its space.
    ///
    /// @param end what ends the list besides the end of the line: the bracket of a response code
    static CapabilityList read(Cursor line, String end) {
        int from = line.position() - 1;
        List<String> names = new ArrayList<>();
        int to = from;
        while (!line.done() && end.indexOf(line.peek()) < 0) {
            int start = line.position();
            int stop = line.takeUntil(" " + end);
            if (stop > start) {
                names.add(line.text(start, stop));
            }
            to = stop;
            line.take(' ');
        }
        return new CapabilityList(from, to, names);
    }

    /// The line with its CRLF, without what is hidden; empty when nothing is.
    ///
    /// @param lineFrom where the line begins
    /// @param exposed the client's leg still has to start TLS: STARTTLS and LOGINDISABLED are shown
    Optional<byte[]> edited(Cursor line, int lineFrom, Capabilities capabilities, boolean exposed) {
        List<String> shown =
                new ArrayList<>(
                        names.stream().filter(n -> !capabilities.hides(n, exposed)).toList());
        if (shown.size() == names.size() && !exposed) {
            return Optional.empty();
        }
        if (exposed) {
            shown.add("STARTTLS");
            shown.add("LOGINDISABLED");
        }
        ByteArrayOutputStream edited = new ByteArrayOutputStream();
        edited.writeBytes(line.copy(lineFrom, from));
        edited.writeBytes(text(shown));
        edited.writeBytes(line.copy(to, line.end()));
        edited.writeBytes(new byte[] {'\r', '\n'});
        return Optional.of(edited.toByteArray());
    }

    private static byte[] text(List<String> shown) {
        StringBuilder text = new StringBuilder();
        shown.forEach(name -> text.append(' ').append(name));
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
