package org.tapline.bridge.forwards;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tapline.bridge.mime.Score;
import org.tapline.bridge.mime.SharedData;

/// Whole mails with forwards of forwards. The corpus has no expected results; these were read from
/// the mails by hand.
final class OriginChainCorpusTest {

    @Test
    void the_first_original_of_whole_mails_is_found() {
        Path root = SharedData.set("forward/email-origin-chain").root();
        Score score = new Score("email-origin-chain");
        sender(score, root, "Image.eml", "team@ampforwp.com");
        sender(score, root, "forward-attachment-small-anonymized.eml", "yodjii@anonymized.com");
        sender(score, root, "empty-body-forward-anonymized.eml", "root@test.com");
        // Answers to a forward: the block under the first mark has no address either.
        sender(score, root, "complex-forward-anonymized.eml", "none");
        sender(score, root, "extreme-forward-anonymized.eml", "none");
        score.atLeast(5);
    }

    private static void sender(Score score, Path root, String file, String expected) {
        Optional<Forwarded> found = Forwards.find(SharedData.read(root.resolve(file)), List.of());
        score.compare(
                file, "sender", expected, found.map(one -> one.sender().address()).orElse("none"));
    }

    @Test
    void texts_without_a_header_are_under_their_first_block_or_none() {
        Path root = SharedData.set("forward/email-origin-chain").root().resolve("external");
        assertThat(original(root.resolve("empty-body-forward-anonymized.eml")))
                .contains("root@test.com");
        assertThat(original(root.resolve("complex-forward.eml")))
                .contains("florian.mezy@gmail.com");
        assertThat(original(root.resolve("extreme-forward-anonymized.eml"))).isEmpty();
    }

    private static Optional<String> original(Path file) {
        String text = new String(SharedData.octets(file), StandardCharsets.UTF_8);
        return Mails.original("Fwd: test", text).map(found -> found.sender().address());
    }

    @Test
    void a_long_quotation_is_no_forward() {
        Path file = SharedData.set("reply/github").root();
        for (Path mail : SharedData.set("reply/github").mails()) {
            String text = new String(SharedData.octets(mail), StandardCharsets.UTF_8);
            assertThat(Mails.original("Re: an answer", text)).as("%s in %s", mail, file).isEmpty();
            assertThat(Mails.original("An answer", text)).as(mail.toString()).isEmpty();
        }
    }
}
