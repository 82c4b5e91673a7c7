package org.tapline.bridge.forwards;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tapline.bridge.mime.AttachmentSink;
import org.tapline.bridge.mime.MailReader;
import org.tapline.bridge.mime.ReadLimits;
import org.tapline.journal.Content;

/// Rubbish in: nothing throws, and whoever is found stands in the mail. Jazzer's regression mode,
/// on the inputs beside this class.
final class ForwardsFuzzTest {
    private static final String[] WORDS = {
        "---------- Forwarded message ---------\n",
        "> Begin forwarded message:\n",
        "________________________________\n",
        "----- Mensagem reencaminhada ----- De: A <a@a.test>Para: b@b.testAssunto x",
        "From: ",
        "Von: ",
        "Lähettäjä: ",
        "To: ",
        "Subject: x\n",
        "Date: Wed, Oct 27, 2021 at 9:31 AM\n",
        "Anna <anna@a.test>",
        "[mailto:bob@b.test]",
        "<c@c.test<mailto:c@c.test>>",
        " on behalf of d@d.test",
        "On 28/10/2021 12:46, \"John\" <j@j.test> wrote:\n",
        "\n",
        "\n\n",
        "> ",
        ",",
        ";",
        "\"",
        "(",
        "İ:",
        "：",
        "\ufeff",
        "\ud83d"
    };

    @FuzzTest
    void nothing_throws(byte[] octets) throws IOException {
        check(octets);
    }

    @Test
    void words_of_forwards_in_any_order_do_not_throw() throws IOException {
        Random random = new Random(19);
        for (int round = 0; round < 3_000; round++) {
            StringBuilder mail = new StringBuilder("Subject: Fwd: x\n\n");
            for (int word = random.nextInt(30); word > 0; word--) {
                mail.append(WORDS[random.nextInt(WORDS.length)]);
            }
            check(mail.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private static void check(byte[] octets) throws IOException {
        var mail =
                new MailReader(ReadLimits.standard())
                        .read(Content.of(octets), AttachmentSink.discard());
        Optional<Forwarded> found = Forwards.find(mail, List.of());
        if (found.isPresent() && found.get().found() instanceof Forwarded.Found.Inline) {
            assertThat(mail.text()).contains(found.get().sender().address());
        }
    }
}
