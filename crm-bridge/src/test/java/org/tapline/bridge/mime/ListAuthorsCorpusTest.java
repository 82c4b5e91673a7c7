package org.tapline.bridge.mime;

import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The real author, the date and the subject of posts to two public lists, one of which rewrites
/// From.
final class ListAuthorsCorpusTest {

    @ParameterizedTest
    @CsvSource({"corpus/usrp-users, 1376, 1371, 2756", "corpus/clang-built-linux, 105, 105, 210"})
    void the_real_author_of_a_list_mail_is_found(String set, int address, int name, int rest) {
        Score addresses = new Score(set + " author address");
        Score names = new Score(set + " author name");
        Score others = new Score(set + " date and subject");
        for (SharedData.Case one : SharedData.set(set).expected()) {
            ParsedMail mail = SharedData.read(one.path());
            Author author = mail.author();
            addresses.compare(
                    one.file(),
                    "address",
                    one.expect().path("from_email").asString(),
                    author.mailbox().address());
            String shown =
                    author.mailbox().name().isEmpty()
                            ? author.mailbox().address()
                            : author.mailbox().name();
            names.compare(one.file(), "name", one.expect().path("from_name").asString(), shown);
            others.compare(
                    one.file(),
                    "date",
                    OffsetDateTime.parse(one.expect().path("date").asString()).toInstant(),
                    mail.date().orElse(null));
            others.compare(
                    one.file(),
                    "subject",
                    one.expect().path("subject").asString().replaceAll("\\s+", " "),
                    mail.subject().replaceAll("\\s+", " "));
        }
        addresses.atLeast(address);
        names.atLeast(name);
        others.atLeast(rest);
    }
}
