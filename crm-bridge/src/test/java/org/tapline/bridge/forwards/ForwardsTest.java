package org.tapline.bridge.forwards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapline.bridge.mime.AttachmentSink;
import org.tapline.bridge.mime.MailReader;
import org.tapline.bridge.mime.ParsedMail;
import org.tapline.bridge.mime.ReadLimits;
import org.tapline.journal.Content;

/// Attached originals, redirects, and which of several ways counts.
final class ForwardsTest {
    private static final String ORIGINAL =
            """
            From: Anna Arm <anna@globex.test>
            To: Uta User <uta@acme.test>
            Cc: Bob <bob@initech.test>
            Date: Wed, 27 Oct 2021 09:31:00 +0200
            Message-ID: <1@globex.test>
            Subject: Price list

            Dear Uta
            """;

    private static final String INLINE =
            "---------- Forwarded message ---------\nFrom: Zoe <zoe@x.test>\nSubject: Other\n\nx\n";

    private static String withAttached(String subject, String text) {
        return """
               From: Uta User <uta@acme.test>
               To: crm@crm.acme.test
               Subject: %s
               MIME-Version: 1.0
               Content-Type: multipart/mixed; boundary=b

               --b
               Content-Type: text/plain

               %s
               --b
               Content-Type: message/rfc822
               Content-Disposition: attachment; filename="Price list.eml"

               %s
               --b--
               """
                .formatted(subject, text, ORIGINAL);
    }

    private static Optional<Forwarded> find(String mail) throws IOException {
        MailReader reader = new MailReader(ReadLimits.standard());
        AttachedMessages messages =
                new AttachedMessages(
                        AttachmentSink.discard(), AttachedMessages.Store.inMemory(), 10);
        byte[] octets = mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        ParsedMail parsed = reader.read(Content.of(octets), messages);
        return Forwards.find(parsed, messages.read(reader));
    }

    @Test
    void an_attached_message_is_the_original_with_its_own_fields() throws IOException {
        Forwarded found = find(withAttached("Fwd: Price list", "For the file")).orElseThrow();
        assertThat(found.sender().address()).isEqualTo("anna@globex.test");
        assertThat(found.to()).extracting("address").containsExactly("uta@acme.test");
        assertThat(found.cc()).extracting("address").containsExactly("bob@initech.test");
        assertThat(found.date()).hasToString("Optional[2021-10-27T07:31:00Z]");
        assertThat(found.comment()).isEqualTo("For the file");
        assertThat(found.text().strip()).isEqualTo("Dear Uta");
        assertThat(found.found())
                .isInstanceOfSatisfying(
                        Forwarded.Found.Attached.class,
                        attached ->
                                assertThat(attached.original().messageId())
                                        .contains("1@globex.test"));
    }

    @Test
    void an_attached_message_comes_before_a_block_in_the_text() throws IOException {
        Forwarded found = find(withAttached("Fwd: Price list", INLINE)).orElseThrow();
        assertThat(found.sender().address()).isEqualTo("anna@globex.test");
    }

    @Test
    void a_message_attached_to_an_answer_is_not_forwarded() throws IOException {
        assertThat(find(withAttached("Re: Price list", "Did you mean this one?"))).isEmpty();
    }

    @Test
    void a_bounce_with_the_returned_message_is_no_forward() throws IOException {
        String bounce =
                """
                From: Mailer <mailer-daemon@mail.test>
                To: uta@acme.test
                Subject: Undelivered
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mail.test

                Final-Recipient: rfc822; x@gone.test
                Action: failed
                Status: 5.1.1

                --b
                Content-Type: message/rfc822

                %s
                --b--
                """
                        .formatted(ORIGINAL);
        assertThat(find(bounce)).isEmpty();
    }

    @Test
    void all_attached_messages_are_listed() {
        ParsedMail first = Mails.read(ORIGINAL);
        ParsedMail second = Mails.read(ORIGINAL.replace("anna@", "amy@"));
        ParsedMail nobody = Mails.read("Subject: no author\n\nx");
        List<Forwarded> all =
                Forwards.attached(Mails.of("Fwd: two", "both"), List.of(nobody, first, second));
        assertThat(all)
                .extracting(one -> one.sender().address())
                .containsExactly("anna@globex.test", "amy@globex.test");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Resent-From: Uta <uta@acme.test> | uta@acme.test",
                "X-Forwarded-For: uta@acme.test crm@crm.acme.test | uta@acme.test",
                "X-Sieve-Redirected-From: uta@acme.test | uta@acme.test",
                "X-MS-Exchange-Inbox-Rules-Loop: uta@acme.test | uta@acme.test",
                "X-Forwarded-For: 192.0.2.1 | ",
                "Auto-Forwarded: TRUE | ",
                "X-Original-To: uta@acme.test | ",
                "X-MS-Exchange-Inbox-Rules-Loop: anna@globex.test | "
            })
    void a_redirect_is_proved_by_the_fields_that_name_who_did_it(String field, String by)
            throws IOException {
        Optional<Forwarded> found = find(field + "\n" + ORIGINAL);
        assertThat(found.map(Forwarded::found))
                .isEqualTo(Optional.ofNullable(by).map(who -> new Forwarded.Found.Redirected(who)));
        found.ifPresent(one -> assertThat(one.sender().address()).isEqualTo("anna@globex.test"));
    }

    @Test
    void a_redirect_comes_before_a_block_in_the_text() throws IOException {
        String mail = "Resent-From: uta@acme.test\n" + ORIGINAL + INLINE;
        assertThat(find(mail).orElseThrow().sender().address()).isEqualTo("anna@globex.test");
    }

    @Test
    void attached_messages_are_kept_octet_for_octet_up_to_the_limit() throws IOException {
        List<ByteArrayOutputStream> all = new ArrayList<>();
        AttachmentSink next =
                index -> {
                    all.add(new ByteArrayOutputStream());
                    return all.getLast();
                };
        AttachedMessages none = new AttachedMessages(next, AttachedMessages.Store.inMemory(), 0);
        AttachedMessages one = new AttachedMessages(next, AttachedMessages.Store.inMemory(), 1);
        byte[] mail =
                withAttached("Fwd: x", "y").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        MailReader reader = new MailReader(ReadLimits.standard());
        reader.read(Content.of(mail), none);
        reader.read(Content.of(mail), one);
        assertThat(none.contents()).isEmpty();
        assertThat(
                        new String(
                                one.contents().getFirst().open().readAllBytes(),
                                StandardCharsets.UTF_8))
                .isEqualTo(ORIGINAL.replace("\n", "\r\n"));
        assertThat(all).hasSize(2);
        assertThat(all.getLast().size()).isEqualTo(all.getFirst().size());
    }

    @Test
    void an_original_without_address_cannot_be_made() {
        Forwarded found = Mails.original("Fwd: x", INLINE).orElseThrow();
        assertThatThrownBy(
                        () ->
                                new Forwarded(
                                        new org.tapline.bridge.mime.MailAddress("Anna", ""),
                                        found.to(),
                                        found.cc(),
                                        "",
                                        Optional.empty(),
                                        "",
                                        "",
                                        found.found()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
