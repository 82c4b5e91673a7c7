package org.tapline.bridge.ingest;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/// The ends of data that some server somewhere takes for CRLF.CRLF (DESIGN section 3).
final class Endings {
    private Endings() {}

    static Stream<Arguments> ambiguous() {
        return Stream.of(
                Arguments.of("LF.LF", "\n.\n"),
                Arguments.of("LF.CRLF", "\n.\r\n"),
                Arguments.of("LF.CR", "\n.\r"),
                Arguments.of("CR.CR", "\r.\r"),
                Arguments.of("CR.LF", "\r.\n"),
                Arguments.of("CR.CRLF", "\r.\r\n"),
                Arguments.of("CRLF.LF", "\r\n.\n"),
                Arguments.of("CRLF.CR", "\r\n.\r"),
                Arguments.of("CRLF.CRCRLF", "\r\n.\r\r\n"),
                Arguments.of("CRLF NUL.CRLF", "\r\n\0.\r\n"),
                Arguments.of("CRLF.NUL CRLF", "\r\n.\0\r\n"),
                Arguments.of("LF NUL.NUL LF", "\n\0.\0\n"),
                Arguments.of("CR NUL LF.CRLF", "\r\0\n.\r\n"));
    }
}
