package org.tapline.bridge.mime;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Bounces, complaints and automatic replies of many mail systems, against Sisimai, flufl.bounce
/// (Mailman), BounceParser and flanker.
final class BounceCorpusTest {

    @Test
    void sisimai_and_we_tell_the_same_kinds() {
        Score kinds = new Score("sisimai kind");
        Score codes = new Score("sisimai permanent or temporary");
        Score counts = new Score("sisimai number of recipients");
        for (SharedData.Case one : SharedData.set("bounce/sisimai").expected()) {
            ParsedMail mail = SharedData.read(one.path());
            String expected = one.expect().path("kind").asString();
            kinds.compare(one.file(), "kind", expected, kind(mail));
            if (!expected.equals("bounce") || mail.kind().bounce().isEmpty()) {
                continue;
            }
            Bounce bounce = mail.kind().bounce().get();
            counts.compare(
                    one.file(),
                    "recipients",
                    one.expect().path("results").size(),
                    bounce.recipients().size());
            String status = one.expect().path("results").path(0).path("status").asString("");
            if (!status.isEmpty() && !bounce.recipients().isEmpty()) {
                codes.compare(
                        one.file(),
                        "permanent",
                        status.startsWith("5"),
                        bounce.recipients().getFirst().permanent());
            }
        }
        kinds.atLeast(414);
        counts.atLeast(392);
        codes.atLeast(388);
    }

    private static String kind(ParsedMail mail) {
        if (mail.kind().abuseReport().isPresent()) {
            return "arf";
        }
        if (mail.kind().bounce().isPresent()) {
            return "bounce";
        }
        return mail.kind().automaticReply() ? "autoreply" : "not-a-bounce";
    }

    @Test
    void mailman_and_we_find_the_same_addresses() {
        Score addresses = new Score("flufl addresses");
        Score temporary = new Score("flufl temporary or permanent");
        for (SharedData.Case one : SharedData.set("bounce/flufl").expected()) {
            ParsedMail mail = SharedData.read(one.path());
            Set<String> expected = new TreeSet<>();
            boolean passing = false;
            for (JsonNode result : one.expect().path("results")) {
                passing |= result.path("temporary").asBoolean();
                for (JsonNode address : result.path("addresses")) {
                    expected.add(address.asString().toLowerCase(Locale.ROOT));
                }
            }
            Set<String> actual = addresses(mail);
            addresses.compare(one.file(), "addresses", expected, actual);
            if (!expected.isEmpty() && !actual.isEmpty()) {
                boolean ours = mail.kind().bounce().filter(Bounce::permanent).isEmpty();
                temporary.compare(one.file(), "temporary", passing, ours);
            }
        }
        addresses.atLeast(72);
        temporary.atLeast(70);
    }

    private static Set<String> addresses(ParsedMail mail) {
        Set<String> all = new TreeSet<>();
        mail.kind()
                .bounce()
                .ifPresent(
                        bounce ->
                                bounce.recipients()
                                        .forEach(
                                                one ->
                                                        all.add(
                                                                one.address()
                                                                        .toLowerCase(
                                                                                Locale.ROOT))));
        return all;
    }

    @Test
    void bounce_parser_and_we_tell_bounces_from_other_mail() {
        Score bounces = new Score("bounceparser is a bounce");
        Score addresses = new Score("bounceparser addresses");
        for (SharedData.Case one : SharedData.set("bounce/bounceparser").expected()) {
            ParsedMail mail = SharedData.read(one.path());
            if (one.expect().has("is_bounce")) {
                bounces.compare(
                        one.file(),
                        "is a bounce",
                        one.expect().path("is_bounce").asString().equals("1"),
                        mail.kind().bounce().isPresent());
            }
            if (one.expect().has("addresses")) {
                Set<String> expected = new TreeSet<>();
                one.expect().path("addresses").forEach(node -> expected.add(node.asString()));
                addresses.compare(one.file(), "addresses", expected, addresses(mail));
            }
        }
        bounces.atLeast(83);
        addresses.atLeast(2);
    }

    @Test
    void flanker_and_we_tell_the_same_kinds() {
        Score score = new Score("flanker kind");
        for (SharedData.Case one : SharedData.set("bounce/flanker").expected()) {
            score.compare(
                    one.file(),
                    "kind",
                    one.expect().path("kind").asString(),
                    kind(SharedData.read(one.path())));
        }
        score.atLeast(4);
    }
}
