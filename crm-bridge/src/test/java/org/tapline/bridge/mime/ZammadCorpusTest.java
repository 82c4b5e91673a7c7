package org.tapline.bridge.mime;

import org.junit.jupiter.api.Test;

/// Mails of customers to a ticket system, against what Zammad reads from their headers. Its texts
/// are cleaned in its own way and not compared.
final class ZammadCorpusTest {

    @Test
    void headers_are_read_as_zammad_reads_them() {
        Score score = new Score("zammad headers");
        for (SharedData.Case one : SharedData.set("mime/zammad").expected()) {
            ParsedMail mail = SharedData.read(one.path());
            MailAddress from =
                    mail.from().isEmpty() ? new MailAddress("", "") : mail.from().getFirst();
            field(score, one, "from_email", from.address());
            field(score, one, "from_display_name", from.name());
            field(score, one, "subject", mail.subject());
        }
        score.atLeast(104);
    }

    private static void field(Score score, SharedData.Case one, String name, String actual) {
        if (one.expect().path(name).isString()) {
            score.compare(one.file(), name, one.expect().path(name).asString(), actual);
        }
    }
}
