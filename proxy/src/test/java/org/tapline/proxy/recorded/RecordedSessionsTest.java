package org.tapline.proxy.recorded;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.conversation.Leg;
import org.tapline.proxy.imap.ImapConversation;
import org.tapline.proxy.imap.ImapSettings;
import org.tapline.proxy.smtp.SmtpConversation;
import org.tapline.proxy.smtp.SmtpLimits;
import org.tapline.proxy.smtp.SmtpSettings;

/// Every recorded session of every client: understood to its end, passed on octet by octet but for
/// the named rewrites, and every message in it captured that was whole on the wire.
class RecordedSessionsTest {
    private static final int PACKET = 16 << 10;

    /// Messages per file, counted in the recordings: answers with `BODY[]` or `RFC822`,
    /// headers with the text to them, chunks from 0 to the end, what was appended or submitted.
    private static final Map<String, Integer> MESSAGES =
            Map.ofEntries(
                    entry("aerc.imap.txt", 3),
                    entry("angus-nopartial.imap.txt", 2),
                    entry("fetchmail.imap.txt", 62),
                    entry("getmail6.imap.txt", 31),
                    entry("imapflow-nodemailer-dropcaps.imap.txt", 6),
                    entry("imapflow-nodemailer.imap.txt", 6),
                    entry("mbsync-dropcaps.imap.txt", 36),
                    entry("mbsync.imap.txt", 36),
                    entry("mutt.imap.txt", 5),
                    entry("neomutt-qresync.imap.txt", 6),
                    entry("neomutt.imap.txt", 6),
                    entry("node-imap.imap.txt", 3),
                    entry("offlineimap3.imap.txt", 36),
                    entry("python-imaplib.imap.txt", 7),
                    entry("s-nail.imap.txt", 7),
                    entry("thunderbird-online.imap.txt", 6),
                    entry("thunderbird.imap.txt", 36),
                    entry("aerc.smtp.txt", 1),
                    entry("angus-nopartial.smtp.txt", 1),
                    entry("imapflow-nodemailer-dropcaps.smtp.txt", 1),
                    entry("imapflow-nodemailer.smtp.txt", 1),
                    entry("msmtp.smtp.txt", 1),
                    entry("mutt.smtp.txt", 1),
                    entry("neomutt-qresync.smtp.txt", 1),
                    entry("neomutt.smtp.txt", 1),
                    entry("python-imaplib.smtp.txt", 1),
                    entry("s-nail.smtp.txt", 1),
                    entry("thunderbird-online.smtp.txt", 1),
                    entry("thunderbird.smtp.txt", 1),
                    entry("swaks.smtp.txt", 2));

    @TestFactory
    Stream<DynamicTest> recorded_sessions_are_followed_and_every_whole_message_is_captured()
            throws IOException {
        Optional<Path> folder = folder();
        assumeTrue(folder.isPresent(), "no recordings: ../shared/lab/transcripts is absent");
        try (Stream<Path> files = Files.list(folder.orElseThrow())) {
            List<Path> recordings =
                    files.filter(file -> file.toString().matches(".*\\.(imap|smtp)\\.txt"))
                            .sorted()
                            .toList();
            assertThat(recordings).hasSizeGreaterThan(25);
            return recordings.stream()
                    .map(file -> DynamicTest.dynamicTest(name(file), () -> play(file)));
        }
    }

    private static Optional<Path> folder() {
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path shared = up.resolve("shared");
            if (Files.exists(shared.resolve("DESIGN.md"))
                    && Files.isDirectory(shared.resolve("lab/transcripts"))) {
                return Optional.of(shared.resolve("lab/transcripts"));
            }
        }
        return Optional.empty();
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static void play(Path file) {
        boolean imap = name(file).endsWith(".imap.txt");
        int commits = 0;
        for (List<Recording.Said> session : Recording.sessions(file)) {
            for (int cut : new int[] {PACKET, 5}) {
                Tally tally = play(session, imap, cut);
                assertThat(tally.events())
                        .as("identified, and never opaque")
                        .isSubsetOf("identified", "close FINISHED");
                assertThat(tally.openPieces()).as("pieces left over").isZero();
                assertThat(tally.sentTo(Leg.UPSTREAM))
                        .as("what the client sent arrives")
                        .isEqualTo(expected(session, Leg.CLIENT, imap));
                assertThat(tally.sentTo(Leg.CLIENT))
                        .as("what the upstream sent arrives, without what is hidden")
                        .isEqualTo(expected(session, Leg.UPSTREAM, imap));
                commits += cut == PACKET ? tally.commits().size() : 0;
            }
        }
        assertThat(commits).as("messages captured").isEqualTo(MESSAGES.get(name(file)));
    }

    /// @param cut lines come in packets of so many octets
    private static Tally play(List<Recording.Said> session, boolean imap, int cut) {
        Conversation conversation = conversation(imap);
        Tally tally = new Tally();
        conversation.opened(tally);
        for (Recording.Said said : session) {
            int packet = said.line() ? cut : PACKET;
            for (long at = 0; at < said.length(); at += packet) {
                tally.feed(conversation, said.from(), said.octets(at, packet));
            }
        }
        if (!tally.events().contains("close FINISHED")) {
            conversation.ended(Leg.UPSTREAM, tally);
        }
        return tally;
    }

    private static Conversation conversation(boolean imap) {
        return imap
                ? new ImapConversation(ImapSettings.of(Tls.IMPLICIT, Tls.IMPLICIT))
                : new SmtpConversation(
                        new SmtpSettings(
                                Tls.IMPLICIT,
                                Tls.IMPLICIT,
                                "tapline.acme.test",
                                Optional.empty(),
                                SmtpLimits.DEFAULTS));
    }

    /// The rewrites once more, slow and obvious, for what the lab's servers offer.
    private static String expected(List<Recording.Said> session, Leg from, boolean imap) {
        MessageDigest digest = Tally.digest();
        for (Recording.Said said : rewritten(session, from, imap)) {
            for (long at = 0; at < said.length(); at += PACKET) {
                digest.update(said.octets(at, PACKET));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<Recording.Said> rewritten(
            List<Recording.Said> session, Leg from, boolean imap) {
        List<Recording.Said> rewritten = new ArrayList<>();
        for (Recording.Said said : session) {
            if (said.from() != from) {
                continue;
            }
            if (from == Leg.CLIENT || !said.line()) {
                rewritten.add(said);
                continue;
            }
            String line =
                    imap && said.shown().contains("CAPABILITY IMAP4rev1")
                            ? said.shown()
                                    .replaceAll(
                                            " (STARTTLS|COMPRESS=DEFLATE|CATENATE)(?=[ \\]\r])", "")
                            : said.shown();
            if (imap || !line.startsWith("250-STARTTLS")) {
                rewritten.add(
                        new Recording.Said(
                                from,
                                line,
                                line.getBytes(StandardCharsets.ISO_8859_1).length,
                                Recording.Kind.LINE));
            }
        }
        return rewritten;
    }
}
