package org.tapline.bridge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.james.protocols.netty.NettyServer;
import org.apache.james.protocols.smtp.MailEnvelope;
import org.apache.james.protocols.smtp.SMTPConfigurationImpl;
import org.apache.james.protocols.smtp.SMTPProtocol;
import org.apache.james.protocols.smtp.SMTPProtocolHandlerChain;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MessageHook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Two mails in one, sent to James' own server and to ours.
class SmugglingTest {
    @TempDir Path spool;

    private static String smuggled(String end) {
        return "Subject: first\r\n\r\ntext"
                + end
                + "MAIL FROM:<boss@acme.test>\r\nRCPT TO:<crm@crm.acme.test>\r\nDATA\r\n"
                + "From: anna@acme.test\r\nSubject: second\r\n\r\nsmuggled";
    }

    /// Why the framer is there: this fails on the day James' own decoder becomes strict.
    @Test
    void the_decoder_of_james_lets_a_second_mail_in() throws Exception {
        List<String> senders = new CopyOnWriteArrayList<>();
        MessageHook hook =
                new MessageHook() {
                    @Override
                    public HookResult onMessage(SMTPSession session, MailEnvelope mail) {
                        senders.add(mail.getMaybeSender().asString());
                        return HookResult.OK;
                    }
                };
        NettyServer server =
                new NettyServer.Factory()
                        .protocol(
                                new SMTPProtocol(
                                        new SMTPProtocolHandlerChain(NoMetrics.NONE, hook),
                                        new SMTPConfigurationImpl()))
                        .build();
        server.setGracefulShutdown(false);
        server.setListenAddresses(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.bind();
        try (Talk talk = new Talk(server.getListenAddresses().getFirst())) {
            assertThat(talk.mail("anna@acme.test", "crm@crm.acme.test", smuggled("\n.\r\n")))
                    .startsWith("250");
            for (int i = 0; i < 4; i++) {
                talk.reply();
            }
        } finally {
            server.unbind();
        }
        assertThat(senders).containsExactly("anna@acme.test", "boss@acme.test");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.tapline.bridge.ingest.Endings#ambiguous")
    void ours_takes_neither_and_closes(String name, String end) throws IOException {
        try (Running running = Running.Wish.smtp().start(spool);
                Talk talk = running.talk()) {
            assertThat(talk.mail("anna@acme.test", "crm@crm.acme.test", smuggled(end)))
                    .startsWith("550 5.6.0");
            assertThat(talk.reply()).isEqualTo("closed");
            assertThat(running.taken.entries()).isEmpty();
        }
        assertThat(spool).isEmptyDirectory();
    }
}
