package org.tapline.proxy.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.conversation.Phase;
import org.tapline.proxy.conversation.Routes.Route;
import org.tapline.proxy.imap.ImapConversation;
import org.tapline.proxy.imap.ImapLimits;
import org.tapline.proxy.imap.ImapQuestion;
import org.tapline.proxy.imap.ImapReception;
import org.tapline.proxy.imap.ImapSettings;
import org.tapline.proxy.smtp.SmtpConversation;
import org.tapline.proxy.smtp.SmtpLimits;
import org.tapline.proxy.smtp.SmtpQuestion;
import org.tapline.proxy.smtp.SmtpReception;
import org.tapline.proxy.smtp.SmtpSettings;
import org.tapline.proxy.transcript.RecordingEffects;

/// What a transcript cannot say: limits, injections, and what a probe learns.
class FrontConversationTest {
    private final RecordingEffects effects = new RecordingEffects(identity -> true);

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static SmtpSettings smtp(Tls client, Tls upstream) {
        return new SmtpSettings(
                client, upstream, "tapline.test", Optional.empty(), SmtpLimits.DEFAULTS);
    }

    private Conversation imap(Tls client, FrontLimits limits) {
        TwoUpstreams routes = new TwoUpstreams(Map.of());
        ImapSettings settings = ImapSettings.of(client, Tls.NONE);
        Conversation front =
                new FrontConversation(
                        new ImapReception(settings, routes),
                        routes,
                        to -> new ImapConversation(settings.behindFront(to)),
                        limits);
        front.opened(effects);
        return front;
    }

    @Test
    void octets_behind_starttls_close_an_imap_session() {
        Conversation front = imap(Tls.STARTTLS, FrontLimits.DEFAULTS);
        effects.feed(front, Leg.CLIENT, octets("a1 STARTTLS\r\na2 LOGIN u1@acme.test x\r\n"));
        assertThat(effects.log()).contains("= close TLS_INJECTION").doesNotContain("starttls");
    }

    @Test
    void octets_behind_the_go_ahead_close_an_smtp_session() {
        TwoUpstreams routes = new TwoUpstreams(Map.of());
        SmtpSettings settings = smtp(Tls.STARTTLS, Tls.NONE);
        Conversation front =
                new FrontConversation(
                        new SmtpReception(settings, routes),
                        routes,
                        to -> new SmtpConversation(settings.behindFront(to.tls())),
                        FrontLimits.DEFAULTS);
        front.opened(effects);
        effects.feed(front, Leg.CLIENT, octets("STARTTLS\r\n"));
        effects.feed(front, Leg.CLIENT, octets("EHLO x\r\n"));
        assertThat(effects.log()).endsWith("= starttls CLIENT\n= close TLS_INJECTION\n");
    }

    @ParameterizedTest
    @CsvSource({"9, false", "10, true"})
    void what_waits_behind_a_sign_in_is_bounded(int waiting, boolean closed) {
        Conversation front = imap(Tls.IMPLICIT, new FrontLimits(9, 100, 10));
        effects.feed(front, Leg.CLIENT, octets("a1 LOGIN u1@acme.test x\r\n"));
        for (int i = 0; i < waiting; i++) {
            effects.feed(front, Leg.CLIENT, octets("x"));
        }
        assertThat(effects.log().contains("= close LIMIT")).isEqualTo(closed);
    }

    @ParameterizedTest
    @CsvSource({"9, false", "10, true"})
    void a_line_of_a_sasl_exchange_is_bounded(int length, boolean closed) {
        Conversation front = imap(Tls.IMPLICIT, new FrontLimits(100, 9, 10));
        effects.feed(front, Leg.CLIENT, octets("a1 AUTHENTICATE LOGIN dTFAYWNtZS50ZXN0\r\n"));
        front.connected(effects);
        effects.feed(front, Leg.UPSTREAM, octets("* OK ready\r\n"));
        effects.feed(front, Leg.UPSTREAM, octets("+ UGFzc3dvcmQ6\r\n"));
        effects.feed(front, Leg.CLIENT, octets("x".repeat(length - 2) + "\r\n"));
        assertThat(effects.log().contains("= close LIMIT")).isEqualTo(closed);
    }

    @Test
    void nobody_is_signed_in_before_the_upstream_has_said_so() {
        Conversation front = imap(Tls.IMPLICIT, FrontLimits.DEFAULTS);
        effects.feed(front, Leg.CLIENT, octets("a1 LOGIN u1@acme.test x\r\n"));
        front.connected(effects);
        effects.feed(front, Leg.UPSTREAM, octets("* OK ready\r\n"));
        assertThat(front.phase()).isEqualTo(Phase.UNAUTHENTICATED);
        effects.feed(front, Leg.UPSTREAM, octets("a1 OK in\r\n"));
        assertThat(front.phase()).isEqualTo(Phase.AUTHENTICATED);
    }

    @Test
    void a_probe_learns_what_a_client_of_an_imap_upstream_would_see() {
        List<String> learned = new ArrayList<>();
        Conversation probe =
                new Probe(
                        new Route("default", Tls.STARTTLS, false),
                        to -> new ImapConversation(ImapSettings.of(Tls.NONE, to.tls())),
                        ImapQuestion.ask(ImapLimits.DEFAULTS),
                        learned::addAll);
        probe.opened(effects);
        effects.feed(probe, Leg.UPSTREAM, octets("* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n"));
        effects.feed(probe, Leg.UPSTREAM, octets("TAPLINE1 OK go\r\n"));
        probe.secured(Leg.UPSTREAM, effects);
        String list = "* CAPABILITY IMAP4rev1 STARTTLS COMPRESS=DEFLATE AUTH=PLAIN IDLE\r\n";
        effects.feed(probe, Leg.UPSTREAM, octets(list + "TAPLINE2 OK done\r\n"));
        effects.feed(probe, Leg.UPSTREAM, octets(list + "TAPLINE4 OK done\r\n"));
        assertThat(learned).containsExactly("IMAP4rev1", "AUTH=PLAIN", "IDLE");
        assertThat(effects.log()).endsWith(">S TAPLINE4 LOGOUT\\r\\n\n= close FINISHED\n");
    }

    @Test
    void a_probe_learns_what_a_client_of_a_submission_server_would_see() {
        List<String> learned = new ArrayList<>();
        SmtpSettings settings = smtp(Tls.NONE, Tls.NONE);
        Conversation probe =
                new Probe(
                        new Route("default", Tls.NONE, false),
                        to -> new SmtpConversation(settings),
                        SmtpQuestion.ask(settings),
                        learned::addAll);
        probe.opened(effects);
        effects.feed(probe, Leg.UPSTREAM, octets("220 mail ESMTP\r\n"));
        effects.feed(
                probe,
                Leg.UPSTREAM,
                octets("250-mail\r\n250-SIZE 1000\r\n250-XCLIENT NAME\r\n250 AUTH PLAIN\r\n"));
        assertThat(learned).containsExactly("SIZE 1000", "AUTH PLAIN");
        assertThat(effects.log()).endsWith(">S QUIT\\r\\n\n= close FINISHED\n");
    }

    @Test
    void a_probe_that_is_turned_away_learns_nothing() {
        List<String> learned = new ArrayList<>();
        Conversation probe =
                new Probe(
                        new Route("default", Tls.NONE, false),
                        to -> new ImapConversation(ImapSettings.of(Tls.NONE, to.tls())),
                        ImapQuestion.ask(ImapLimits.DEFAULTS),
                        learned::addAll);
        probe.opened(effects);
        effects.feed(probe, Leg.UPSTREAM, octets("* BYE Too many\r\n"));
        assertThat(learned).isEmpty();
        assertThat(effects.log()).isEqualTo("= close FINISHED\n");
    }
}
