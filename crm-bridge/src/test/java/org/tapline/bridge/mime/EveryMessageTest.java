package org.tapline.bridge.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapline.journal.Content;

/// Every mail of the corpora is read without an exception, twice with the same result, and what is
/// handed on is within the limits.
final class EveryMessageTest {
    private static final ReadLimits LIMITS = ReadLimits.standard();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mime",
                "bounce",
                "reply",
                "forward",
                "report",
                "calendar",
                "corpus",
                "dkim",
                "tnef"
            })
    void every_mail_of_the_corpora_is_read_to_the_end(String set) throws Exception {
        SharedData data = SharedData.set(set);
        MailReader reader = new MailReader(LIMITS);
        int count = 0;
        int defective = 0;
        for (Path file : data.mails()) {
            byte[] octets = SharedData.octets(file);
            List<AtomicLong> sizes = new ArrayList<>();
            ParsedMail mail =
                    reader.read(
                            Content.of(octets),
                            index -> {
                                assertThat(index).as("order in %s", file).isEqualTo(sizes.size());
                                AtomicLong size = new AtomicLong();
                                sizes.add(size);
                                return counting(size);
                            });
            count++;
            defective += mail.defects().isEmpty() ? 0 : 1;
            assertThat(mail.attachments()).as("attachments of %s", file).hasSameSizeAs(sizes);
            for (int i = 0; i < sizes.size(); i++) {
                assertThat(mail.attachments().get(i).size()).isEqualTo(sizes.get(i).get());
                assertThat(mail.attachments().get(i).name()).isNotBlank();
            }
            assertThat(mail.to()).hasSizeLessThanOrEqualTo(LIMITS.addresses());
            assertThat(mail.author()).isNotNull();
            ParsedMail again = reader.read(Content.of(octets), AttachmentSink.discard());
            assertThat(again.bodyHash()).as("hash of %s", file).isEqualTo(mail.bodyHash());
            assertThat(again.text()).isEqualTo(mail.text());
        }
        System.out.println("READ " + set + ": " + count + " mails, " + defective + " with defects");
        assertThat(count).as("mails in %s", set).isPositive();
    }

    private static OutputStream counting(AtomicLong size) {
        return new OutputStream() {
            @Override
            public void write(int octet) {
                size.incrementAndGet();
            }

            @Override
            public void write(byte[] octets, int from, int length) {
                size.addAndGet(length);
            }
        };
    }
}
