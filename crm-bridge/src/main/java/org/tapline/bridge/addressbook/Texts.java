package org.tapline.bridge.addressbook;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.tapline.bridge.jobs.JobFailure;

/// Octets of a file as text, in the character set that was declared, or that a byte order mark
/// says.
final class Texts {
    private static final int LONGEST_MARK = 3;

    private Texts() {}

    /// Strict: octets that are no text throw [CharacterCodingException].
    static Reader reader(InputStream octets, Charset declared) throws IOException {
        PushbackInputStream in = new PushbackInputStream(octets, LONGEST_MARK);
        byte[] start = in.readNBytes(LONGEST_MARK);
        Charset charset = declared;
        int mark = 0;
        if (begins(start, 0xEF, 0xBB, 0xBF)) {
            charset = StandardCharsets.UTF_8;
            mark = 3;
        } else if (begins(start, 0xFF, 0xFE)) {
            charset = StandardCharsets.UTF_16LE;
            mark = 2;
        } else if (begins(start, 0xFE, 0xFF)) {
            charset = StandardCharsets.UTF_16BE;
            mark = 2;
        }
        in.unread(start, mark, start.length - mark);
        return new InputStreamReader(
                in,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    private static boolean begins(byte[] start, int... mark) {
        if (start.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((start[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /// Reads all of it once, so that nothing is filed of a file whose characters are wrong.
    ///
    /// @throws JobFailure with the line
    static void check(InputStream octets, Charset declared) throws IOException {
        long line = 1;
        try (BufferedReader reader = new BufferedReader(reader(octets, declared))) {
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n') {
                    line++;
                }
            }
        } catch (CharacterCodingException e) {
            throw new JobFailure(
                    "near line %d the file is not %s; say what it is, for example charset"
                                    .formatted(line, declared.name())
                            + " windows-1252");
        }
    }
}
