package org.tapline.proxy.imap;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/// The text of a status response or continuation, as far as it carries capabilities (RFC 9051
/// §7.1).
final class ResponseText {
    private static final String CODE = "[CAPABILITY ";

    private ResponseText() {}

    /// Learns the capabilities in a response code and gives the line without the hidden ones.
    ///
    /// @param line at the text, behind `OK` or `+` and the space
    /// @param lineFrom where the line begins
    /// @param learn whether this is the upstream's word on what holds from now on
    /// @return the edited line with its CRLF; empty when it passes as it is
    static Optional<byte[]> edit(Cursor line, int lineFrom, Session session, boolean learn) {
        if (!line.startsWith(CODE)) {
            return Optional.empty();
        }
        line.moveTo(line.position() + CODE.length());
        return editList(CapabilityList.read(line, "]"), line, lineFrom, session, learn);
    }

    /// The same for `* CAPABILITY ...`, with the cursor behind the word.
    static Optional<byte[]> editUntagged(Cursor line, int lineFrom, Session session) {
        return editList(CapabilityList.read(line, ""), line, lineFrom, session, true);
    }

    private static Optional<byte[]> editList(
            CapabilityList list, Cursor line, int lineFrom, Session session, boolean learn) {
        if (learn) {
            session.capabilities().learn(list.names());
        }
        return list.edited(line, lineFrom, session.capabilities(), session.exposed());
    }

    /// The line for the client, edited or not, with its CRLF.
    static byte[] forClient(Cursor line, int lineFrom, Session session) {
        Optional<byte[]> edited = edit(line, lineFrom, session, true);
        if (edited.isPresent()) {
            return edited.get();
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(line.copy(lineFrom, line.end()));
        whole.writeBytes(new byte[] {'\r', '\n'});
        return whole.toByteArray();
    }
}
