package org.tapline.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tapline.bridge.enquiries.RelaySettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole way: mail handed over by SMTP is opened and stands where it belongs, asked for over
/// HTTP; an enquirer is confirmed through a relay.
class UnpackedOverSmtpTest {
    private static final MemoryJournal JOURNAL = new MemoryJournal();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir static Path data;
    private static GreenMail relay;
    private static Bridge bridge;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        relay = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        relay.start();
        bridge =
                Bridge.start(
                        new BridgeSettings(
                                data,
                                "Acme",
                                Set.of("acme.test"),
                                anyPort(),
                                Optional.empty(),
                                Optional.of(
                                        new BccListener(
                                                "crm.acme.test",
                                                Optional.of(anyPort()),
                                                false,
                                                Optional.empty(),
                                                InetAddress::isLoopbackAddress,
                                                1000)),
                                Optional.empty(),
                                Optional.of(
                                        new RelaySettings(
                                                "127.0.0.1",
                                                relay.getSmtp().getPort(),
                                                RelaySettings.Tls.NONE,
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.of("bounces@acme.test"))),
                                "0.1.0-test"),
                        JOURNAL,
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        token = Files.readString(data.resolve("admin.token")).strip();
        ask("POST", "/users", "{\"address\":\"anna@acme.test\"}");
    }

    /// An old enquiry would not be confirmed.
    private static String now() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterAll
    static void stop() {
        bridge.close();
        relay.stop();
    }

    @Test
    void a_forward_to_the_organisations_address_stands_under_its_author() throws Exception {
        send(
                "crm@crm.acme.test",
                """
                From: anna@acme.test
                To: crm@crm.acme.test
                Subject: WG: Angebot
                Message-ID: <fwd@acme.test>
                Date: %s

                -----Ursprüngliche Nachricht-----
                Von: Gus Gray <gus@one.test>
                Gesendet: Montag, 26. Oktober 2026 14:25
                An: anna@acme.test
                Betreff: Angebot

                Anbei.
                """
                        .formatted(now()));

        JsonNode entry = only("gus@one.test");
        assertThat(entry.path("subject").asString()).isEqualTo("Angebot");
        assertThat(entry.path("occurred_at").asString()).startsWith("2026-10-26T14:25:00");
        JsonNode full = ask("GET", "/messages/fwd@acme.test", "");
        assertThat(full.path("id").asLong()).isEqualTo(entry.path("id").asLong());
        assertThat(full.path("unpacked").get(0).path("by").asString()).isEqualTo("anna@acme.test");
        assertThat(
                        ask("GET", "/messages/fwd@acme.test/explain", "")
                                .path("rules")
                                .get(0)
                                .path("text")
                                .asString())
                .contains("Forwarded by anna@acme.test", "German");
    }

    @Test
    void a_copy_for_the_journal_stands_in_the_mailbox_of_our_people() throws Exception {
        send(
                "journal@crm.acme.test",
                """
                From: hal@two.test
                To: anna@acme.test
                Subject: Copied
                Message-ID: <copy@two.test>
                Date: %s

                Hello.
                """
                        .formatted(now()));

        JsonNode entry = only("hal@two.test");
        assertThat(entry.path("mailboxes").get(0).asString()).isEqualTo("anna@acme.test");
        assertThat(entry.path("uncertain").asBoolean()).isFalse();
    }

    @Test
    void an_enquiry_is_confirmed_through_the_relay_and_the_letter_recorded() throws Exception {
        ask(
                "PUT",
                "/lead-rules/form",
                """
                {"sender": "form@web.test", "address": ["E-Mail"], "person": ["Name"],
                 "confirmation": {"from": "Acme <anna@acme.test>", "subject": "Thank you",
                                  "text": "Dear {name}", "unproven": true}}
                """);
        String notification =
                """
                From: form@web.test
                To: anna@acme.test
                Subject: Web form
                Message-ID: <enquiry@web.test>
                Date: %s

                Name: Ida Igel
                E-Mail: ida@three.test
                """
                        .formatted(now());
        JsonNode tried =
                ask(
                        "POST",
                        "/lead-rules/test",
                        "{\"mail\":\""
                                + Base64.getEncoder()
                                        .encodeToString(
                                                notification.getBytes(StandardCharsets.UTF_8))
                                + "\"}");
        assertThat(tried.path("address").asString()).isEqualTo("ida@three.test");
        assertThat(tried.path("name").asString()).isEqualTo("Ida Igel");

        send("journal@crm.acme.test", notification);
        assertThat(relay.waitForIncomingEmail(60_000, 1)).isTrue();
        assertThat(relay.getReceivedMessages()[0].getSubject()).isEqualTo("Thank you");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () ->
                                assertThat(ask("GET", "/timeline/ida@three.test", "").path("items"))
                                        .hasSize(2));
        assertThat(ask("GET", "/contacts/ida@three.test", "").path("origin").asString())
                .isEqualTo("lead");
        assertThat(
                        ask("GET", "/lead-rules/confirmations", "")
                                .path("items")
                                .get(0)
                                .path("state")
                                .asString())
                .isEqualTo("sent");
        assertThat(ask("DELETE", "/lead-rules/form", "").path("name").asString()).isEqualTo("form");
        assertThat(ask("GET", "/lead-rules", "").path("items")).isEmpty();
    }

    @Test
    void a_rule_that_says_nothing_is_refused() throws Exception {
        assertThat(ask("PUT", "/lead-rules/x", "{\"address\":[\"reply-to\"]}").path("field"))
                .hasToString("\"sender\"");
        assertThat(ask("PUT", "/lead-rules/x", "{\"sender\":\"web.test\"}").path("field"))
                .hasToString("\"address\"");
        assertThat(ask("DELETE", "/lead-rules/x", "").path("status").asInt()).isEqualTo(404);
    }

    private static void send(String recipient, String mail) throws Exception {
        Properties properties = new Properties();
        InetSocketAddress to = bridge.mail().orElseThrow();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", Integer.toString(to.getPort()));
        properties.setProperty("mail.smtp.timeout", "30000");
        properties.setProperty("mail.smtp.from", "anna@acme.test");
        byte[] octets =
                ("Content-Type: text/plain; charset=utf-8\n" + mail)
                        .replace("\n", "\r\n")
                        .getBytes(StandardCharsets.UTF_8);
        MimeMessage message =
                new AsWritten(Session.getInstance(properties), new ByteArrayInputStream(octets));
        Transport.send(message, InternetAddress.parse(recipient));
    }

    private static JsonNode only(String address) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () ->
                                assertThat(ask("GET", "/timeline/" + address, "").path("items"))
                                        .hasSize(1));
        try {
            return ask("GET", "/timeline/" + address, "").path("items").get(0);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode ask(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                CLIENT.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "http://127.0.0.1:"
                                                        + bridge.http().getPort()
                                                        + "/api/v1"
                                                        + path))
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .header("Content-Type", "application/json")
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return JsonMapper.shared().readTree(answer.body());
    }

    /// Keeps its Message-ID when it is sent.
    private static final class AsWritten extends MimeMessage {
        AsWritten(Session session, ByteArrayInputStream octets) throws MessagingException {
            super(session, octets);
        }

        @Override
        protected void updateMessageID() {
            // as written
        }
    }
}
