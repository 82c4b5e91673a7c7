package org.tapline.bridge.authenticity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tapline.journal.Content;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Signed mails collected by other projects. The scores are floors; what is missed is printed.
class DkimCorpusTest {

    /// What the corpus says, and what we found.
    private record Outcome(String file, String expected, Verdict found) {
        boolean right() {
            return expected.equals("pass") == (found == Verdict.PASS);
        }

        boolean trustedWrongly() {
            return found == Verdict.PASS && !expected.equals("pass");
        }
    }

    private static Path set(String name) {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isRegularFile(at.resolve("shared/DESIGN.md"))) {
            at = at.getParent();
        }
        Path set = at == null ? null : at.resolve("shared/data/dkim").resolve(name);
        assumeTrue(
                set != null && Files.isDirectory(set),
                "no folder shared/data/dkim/" + name + " beside the project: not compared");
        return set;
    }

    private static Content mail(Path file) throws IOException {
        String text = Files.readString(file, ISO_8859_1).replaceAll("\r?\n", "\r\n");
        return Content.of(text.getBytes(ISO_8859_1));
    }

    @Test
    void mails_of_mail_dkim_with_the_answers_recorded_for_them() throws IOException {
        Path set = set("mail-dkim");
        RecordedDns dns = RecordedDns.of(Files.readAllLines(set.resolve("FAKE_DNS.dat")));
        List<Outcome> outcomes = new ArrayList<>();
        for (String line : Files.readAllLines(set.resolve("expected.jsonl"))) {
            JsonNode row = new ObjectMapper().readTree(line);
            String file = row.get("file").asString();
            Authenticity.Dkim found = DkimCheck.check(dns, mail(set.resolve(file)));
            outcomes.add(
                    new Outcome(file, row.get("expect").get("result").asString(), found.verdict()));
        }
        report("mail-dkim", outcomes);
        assertThat(outcomes).noneMatch(Outcome::trustedWrongly);
        assertThat(outcomes.stream().filter(Outcome::right)).hasSizeGreaterThanOrEqualTo(39);
    }

    /// The set holds the key of Yahoo's mail only; the other three cannot be proved.
    @Test
    void real_mails_of_jdkim() throws IOException {
        Path set = set("jdkim");
        RecordedDns dns = RecordedDns.of(Files.readAllLines(set.resolve("Mail-DKIM/FAKE_DNS.dat")));
        List<Outcome> outcomes = new ArrayList<>();
        for (Path file : mails(set.resolve("corpus"), ".eml")) {
            Verdict found = DkimCheck.check(dns, mail(file)).verdict();
            String name = file.getFileName().toString();
            String expected = name.equals("s1024_yahoo.com.eml") ? "pass" : "no key";
            outcomes.add(new Outcome(name, expected, found));
        }
        report("jdkim", outcomes);
        assertThat(outcomes).hasSize(4).allMatch(Outcome::right);
    }

    @Test
    void the_signed_mail_of_mimekit() throws IOException {
        Path set = set("mimekit");
        String key =
                Files.readString(set.resolve("gmail.pub")).replaceAll("-----[^-]+-----|\\s", "");
        RecordedDns dns =
                new RecordedDns()
                        .with(Dns.Type.TXT, "20120113._domainkey.gmail.com", "k=rsa; p=" + key);
        assertThat(DkimCheck.check(dns, mail(set.resolve("gmail.msg"))).verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void mails_whose_keys_are_not_at_hand_are_never_trusted() throws IOException {
        Path set = set("spamassassin");
        List<Path> files = mails(set, "");
        int signed = 0;
        for (Path file : files) {
            Authenticity.Dkim found = DkimCheck.check(new RecordedDns(), mail(file));
            assertThat(found.verdict()).as(file.toString()).isNotEqualTo(Verdict.PASS);
            signed += found.signatures().isEmpty() ? 0 : 1;
        }
        System.out.printf("spamassassin: %d mails, %d of them signed%n", files.size(), signed);
        assertThat(signed).isGreaterThan(20);
    }

    private static List<Path> mails(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().endsWith(ending))
                    .filter(file -> !file.getFileName().toString().matches("LICENSE.*|.*json"))
                    .sorted()
                    .toList();
        }
    }

    private static void report(String set, List<Outcome> outcomes) {
        long right = outcomes.stream().filter(Outcome::right).count();
        System.out.printf("%s: %d of %d%n", set, right, outcomes.size());
        outcomes.stream()
                .filter(each -> !each.right())
                .forEach(each -> System.out.println("  missed: " + each));
    }
}
