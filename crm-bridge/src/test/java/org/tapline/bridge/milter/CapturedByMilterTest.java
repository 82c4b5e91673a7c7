package org.tapline.bridge.milter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.journal.Envelope;
import org.tapline.journal.Sighting.DirectionHint;
import org.tapline.journal.Way;

/// What is put together from what a mail server shows, and whose it is.
class CapturedByMilterTest {
    @TempDir private Path spool;

    @Test
    void a_message_is_put_together_octet_for_octet() throws IOException {
        try (Milter milter = Milter.in(spool);
                MailServer server = milter.connect().asPostfix()) {
            server.client("192.0.2.1");
            server.signedIn("anna@acme.test");
            server.mail("a.miller@acme.test");
            server.recipient("carl@customer.test");
            server.recipient("blind@customer.test");
            assertThat(server.data()).isEqualTo('c');
            server.send('L', "Received", " from x\n\tby y;\n  Sat, 21 Nov 2026 18:00:00 +0000");
            server.send('L', "From", "anna@acme.test");
            server.send('L', "Subject", "\t caf\u00e9 \u00ff");
            server.send('L', "X-Empty", "");
            server.endOfHeaders();
            server.body("one\r\n.\r\n..two\r\n");
            server.body("caf\u00e9\u0080\r\nno end");
            assertThat(server.endOfMessage()).isEqualTo('a');

            Kept.Entry entry = milter.journal.entries().getFirst();
            assertThat(entry.text())
                    .isEqualTo(
                            String.join(
                                    "\r\n",
                                    "Received: from x",
                                    "\tby y;",
                                    "  Sat, 21 Nov 2026 18:00:00 +0000",
                                    "From:anna@acme.test",
                                    "Subject:\t caf\u00e9 \u00ff",
                                    "X-Empty:",
                                    "",
                                    "one",
                                    ".",
                                    "..two",
                                    "caf\u00e9\u0080",
                                    "no end"));
            assertThat(entry.observation().way()).isEqualTo(Way.MILTER);
            assertThat(entry.envelope())
                    .isEqualTo(
                            new Envelope(
                                    "a.miller@acme.test",
                                    List.of(
                                            new Envelope.Recipient("carl@customer.test", 250),
                                            new Envelope.Recipient("blind@customer.test", 250)),
                                    "anna@acme.test"));
            assertThat(milter.captured()).isEqualTo(1);
        }
        try (var left = Files.list(spool)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void an_old_mail_server_that_waits_at_every_step_is_answered_at_every_step()
            throws IOException {
        try (Milter milter = Milter.in(spool);
                MailServer server = milter.connect()) {
            server.negotiate(2, 0x7f);
            assertThat(server.steps()).isEqualTo(0x02);
            server.client("192.0.2.1");
            server.signedIn("anna@acme.test");
            server.mail("anna@acme.test");
            server.recipient("carl@customer.test");
            server.header("Subject", "Hello");
            server.endOfHeaders();
            server.body("Text\r\n");
            assertThat(server.endOfMessage()).isEqualTo('a');
            assertThat(milter.journal.entries().getFirst().text())
                    .isEqualTo("Subject: Hello\r\n\r\nText\r\n");
        }
    }

    @Test
    void nothing_is_asked_for_that_would_let_us_change_mail() throws IOException {
        try (Milter milter = Milter.in(spool);
                MailServer server = milter.connect()) {
            byte[] ours = server.negotiate(6, MailServer.EVERYTHING).payload();
            assertThat(ours).startsWith(0, 0, 0, 6, 0, 0, 0, 0);
        }
    }

    @Test
    void each_own_mailbox_has_its_observation_with_its_direction() throws IOException {
        try (Milter milter = Milter.in(spool);
                MailServer server = milter.connect().asPostfix()) {
            server.client("192.0.2.1");
            server.signedIn("anna@acme.test");
            server.mail("anna@acme.test");
            server.recipient("ben@acme.test");
            server.recipient("carl@customer.test");
            server.data();
            server.header("Subject", "Hello");
            server.endOfMessage();
            assertThat(milter.journal.entries())
                    .extracting(Kept.Entry::user, entry -> entry.seen().direction())
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(
                                    "anna@acme.test", DirectionHint.OUTBOUND),
                            org.assertj.core.groups.Tuple.tuple(
                                    "ben@acme.test", DirectionHint.INBOUND));
        }
    }

    @Test
    void a_stranger_who_names_a_user_as_sender_has_not_written_for_that_user() throws IOException {
        try (Milter milter = Milter.in(spool);
                MailServer server = milter.connect().asPostfix()) {
            server.client("203.0.113.9");
            server.mail("anna@acme.test");
            server.recipient("ben@acme.test");
            assertThat(server.data()).isEqualTo('c');
            server.header("From", "anna@acme.test");
            server.endOfMessage();
            assertThat(milter.journal.entries())
                    .extracting(Kept.Entry::user)
                    .containsExactly("ben@acme.test");
        }
    }

    @Test
    void who_signs_in_as_somebody_else_writes_for_the_one_who_signed_in() throws IOException {
        try (Milter milter = Milter.in(spool);
                MailServer server = milter.connect().asPostfix()) {
            server.client("127.0.0.1");
            server.signedIn("ben");
            server.mail("anna@acme.test");
            server.recipient("carl@customer.test");
            server.data();
            server.header("From", "anna@acme.test");
            server.endOfMessage();
            assertThat(milter.journal.entries())
                    .extracting(Kept.Entry::user)
                    .containsExactly("ben@acme.test");
        }
    }

    @Test
    void a_trusted_client_writes_for_the_envelope_sender() throws IOException {
        try (Milter milter = Milter.in(spool);
                MailServer server = milter.connect().asPostfix()) {
            server.client("::1");
            server.mail("a.miller@acme.test");
            server.recipient("carl@customer.test");
            server.data();
            server.header("Subject", "from the web mailer");
            server.endOfMessage();
            assertThat(milter.journal.entries().getFirst().seen().direction())
                    .isEqualTo(DirectionHint.OUTBOUND);
            assertThat(milter.journal.entries().getFirst().user()).isEqualTo("anna@acme.test");
        }
    }

    @Test
    void who_signs_in_was_never_seen_and_is_of_the_own_domain_is_observed() throws IOException {
        try (Milter milter = Milter.in(spool);
                MailServer server = milter.connect().asPostfix()) {
            server.signedIn("dora@acme.test");
            server.mail("dora@acme.test");
            server.recipient("carl@customer.test");
            assertThat(server.data()).isEqualTo('c');
            server.header("Subject", "first");
            server.endOfMessage();
            assertThat(milter.journal.entries().getFirst().user()).isEqualTo("dora@acme.test");
        }
    }

    @Test
    void mail_that_concerns_nobody_here_is_not_even_shown() throws IOException {
        try (Milter milter = Milter.in(spool);
                MailServer server = milter.connect().asPostfix()) {
            server.client("203.0.113.9");
            server.mail("x@elsewhere.test");
            server.recipient("carl@customer.test");
            assertThat(server.data()).isEqualTo('a');
            server.letter("the next message of the connection", "Text\r\n");
            assertThat(server.endOfMessage()).isEqualTo('a');
            assertThat(milter.journal.entries()).hasSize(1);
        }
    }

    @Test
    void what_is_given_up_leaves_nothing_behind() throws IOException {
        try (Milter milter = Milter.in(spool);
                MailServer server = milter.connect().asPostfix()) {
            server.letter("never finished", "Text\r\n");
            server.send('A');
            server.mail("anna@acme.test");
            server.recipient("ben@acme.test");
            server.data();
            server.header("Subject", "without a new sign-in this is nobody's");
            assertThat(server.endOfMessage()).isEqualTo('a');
            assertThat(milter.journal.entries())
                    .extracting(Kept.Entry::user)
                    .containsExactly("ben@acme.test");
            assertThat(milter.journal.entries().getFirst().envelope().authenticated()).isEmpty();
        }
    }

    @Test
    void a_new_connection_within_one_begins_anew() throws IOException {
        try (Milter milter = Milter.in(spool);
                MailServer server = milter.connect().asPostfix()) {
            server.client("127.0.0.1");
            server.letter("never finished", "Text\r\n");
            server.send('K');
            server.client("203.0.113.9");
            server.mail("anna@acme.test");
            server.recipient("carl@customer.test");
            assertThat(server.data()).isEqualTo('a');
            assertThat(milter.journal.entries()).isEmpty();
        }
    }

    @Test
    void a_body_of_25_megabytes_is_captured_whole() throws IOException {
        String piece = ("x".repeat(63) + "\r\n").repeat(1000);
        int pieces = 25_000_000 / piece.length();
        try (Milter milter = Milter.in(spool);
                MailServer server = milter.connect().asPostfix()) {
            server.signedIn("anna@acme.test");
            server.mail("anna@acme.test");
            server.recipient("carl@customer.test");
            server.data();
            server.header("Subject", "big");
            server.endOfHeaders();
            for (int i = 0; i < pieces; i++) {
                server.body(piece);
            }
            assertThat(server.endOfMessage()).isEqualTo('a');
            assertThat(milter.journal.entries().getFirst().text())
                    .isEqualTo("Subject: big\r\n\r\n" + piece.repeat(pieces));
        }
    }
}
