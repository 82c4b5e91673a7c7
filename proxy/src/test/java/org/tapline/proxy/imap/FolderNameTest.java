package org.tapline.proxy.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderNameTest {
    @ParameterizedTest
    @CsvSource({
        "inBOX, INBOX",
        "INBOX/a, INBOX/a",
        "M&APw-ll, Müll",
        "Tom &- Ann, Tom & Ann",
        "'~peter/mail/&U,BTFw-/&ZeVnLIqe-', ~peter/mail/台北/日本語",
        "&not base64-, &not base64-",
        "&AP-, &AP-",
        "open & end, open & end",
    })
    void modified_utf7_is_decoded_and_what_is_none_stays(String wire, String name) {
        byte[] octets = wire.getBytes(StandardCharsets.UTF_8);
        assertThat(FolderName.decode(octets, false)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"inbox, INBOX", "Müll, Müll", "M&APw-ll, M&APw-ll"})
    void utf8_names_are_taken_as_they_are(String wire, String name) {
        byte[] octets = wire.getBytes(StandardCharsets.UTF_8);
        assertThat(FolderName.decode(octets, true)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void octets_that_are_no_utf8_do_not_fail(boolean utf8) {
        assertThat(FolderName.decode(new byte[] {'M', (byte) 0xfc}, utf8)).isEqualTo("Mü");
    }
}
