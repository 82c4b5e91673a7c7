package org.tapline.journal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapline.journal.FolderUse;
import org.tapline.journal.Observation;
import org.tapline.journal.Place;
import org.tapline.journal.RandomObservations;
import org.tapline.journal.Sighting;

class ObservationCodecTest {
    private static final String GONE =
            """
            {"schema":1,"id":"0e0e0e0e-0000-4000-8000-000000000001","at":"2026-11-21T10:00:00Z",\
            "mailbox":{"user":"anna@acme.test","upstream":"default"},"way":"follower",\
            "session":"s1","content_size":0,\
            "sighting":{"type":"gone","places":[{"folder":"INBOX","uidvalidity":7,"uid":9}]}}""";

    @Test
    void what_was_encoded_decodes_to_an_equal_observation() {
        RandomObservations observations = new RandomObservations(20_261_121);
        Random sizes = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            Observation observation = observations.next();
            long size = sizes.nextLong(Long.MAX_VALUE);
            byte[] octets = ObservationCodec.encode(observation, size);
            assertThat(ObservationCodec.decode(octets))
                    .isEqualTo(new Decoded.Understood(observation, size));
        }
    }

    @Test
    void every_octet_cut_off_is_noticed() {
        byte[] octets = ObservationCodec.encode(new RandomObservations(3).next(), 5);
        for (int length = 0; length < octets.length; length++) {
            assertThat(ObservationCodec.decode(java.util.Arrays.copyOf(octets, length)))
                    .isInstanceOf(Decoded.Unreadable.class);
        }
    }

    @Test
    void random_damage_never_throws() {
        Random random = new Random(7);
        RandomObservations observations = new RandomObservations(8);
        for (int i = 0; i < 3_000; i++) {
            byte[] octets = ObservationCodec.encode(observations.next(), i);
            octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            assertThat(ObservationCodec.decode(octets)).isNotNull();
        }
    }

    @Test
    void the_written_form_is_the_one_that_older_journals_hold() {
        assertThat(ObservationCodec.decode(octets(GONE)))
                .isInstanceOfSatisfying(
                        Decoded.Understood.class,
                        known ->
                                assertThat(ObservationCodec.encode(known.observation(), 0))
                                        .isEqualTo(octets(GONE)));
    }

    @Test
    void what_a_folder_is_for_is_written_in_the_second_version() {
        String told =
                GONE.replace("\"schema\":1", "\"schema\":2")
                        .replace("\"uid\":9", "\"uid\":9,\"use\":\"junk\"");
        assertThat(ObservationCodec.decode(octets(told)))
                .isInstanceOfSatisfying(
                        Decoded.Understood.class,
                        known -> {
                            Sighting.Gone gone = (Sighting.Gone) known.observation().sighting();
                            assertThat(gone.places())
                                    .containsExactly(
                                            new Place("INBOX", 7, 9, Optional.of(FolderUse.JUNK)));
                            assertThat(ObservationCodec.encode(known.observation(), 0))
                                    .isEqualTo(octets(told));
                        });
        assertThat(ObservationCodec.decode(octets(told.replace("junk", "attic"))))
                .isEqualTo(new Decoded.Unreadable("unknown use of a folder: attic"));
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"schema\":1|\"schema\":3|schema version 3, known are 1 to 2",
                "\"schema\":1|\"schema\":0|schema version 0",
                "\"uid\":9|\"uid\":9,\"use\":\"junk\"|unknown property: use",
                "\"schema\":1,|''|observation.schema is missing",
                "\"schema\":1|\"schema\":\"1\"|not a whole number",
                "\"schema\":1|\"schema\":1,\"colour\":\"red\"|unknown property: colour",
                "\"schema\":1|\"schema\":1,\"way\":\"bcc\"|not JSON",
                "\"way\":\"follower\"|\"way\":\"pigeon\"|unknown way in: pigeon",
                "\"type\":\"gone\"|\"type\":\"eaten\"|unknown sighting: eaten",
                "\"uid\":9|\"uid\":4294967296|uid is out of range",
                "\"uid\":9|\"uid\":9,\"mod\":1|unknown property: mod",
                "\"uid\":9|\"uid\":9.5|not a whole number",
                "\"session\":\"s1\"|\"session\":null|observation.session is missing",
                "2026-11-21T10:00:00Z|yesterday|observation.at is not a time",
                "anna@acme.test|' '|has no name",
                "0e0e0e0e-0000-4000-8000-000000000001|1-2-3-4-5|UUID in its usual form",
                "0e0e0e0e-0000-4000-8000-000000000001|x|is not a UUID",
                "\"content_size\":0|\"content_size\":-1|out of range",
                "{\"schema\"|[] {\"schema\"|not",
            })
    void what_is_not_exactly_known_is_refused(String part, String instead, String reason) {
        String changed = GONE.replace(part, instead == null ? "" : instead);
        assertThat(changed).isNotEqualTo(GONE);
        assertThat(ObservationCodec.decode(octets(changed)))
                .isInstanceOfSatisfying(
                        Decoded.Unreadable.class,
                        refused -> assertThat(refused.reason()).contains(reason));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
