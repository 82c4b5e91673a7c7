package org.tapline.proxy.sasl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslObserverTest {
    private static final String TOKEN = "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg";
    private static final String DIGEST = "b913a602c7eda7a495b4e6e7334d3890";

    /// mechanism, responses of the client in clear, user, authenticated as, secret.
    static Stream<Arguments> exchanges() {
        return Stream.of(
                row("PLAIN", "\0anna@acme.test\0pw", "anna@acme.test", "anna@acme.test", "pw"),
                row("plain", "\0anna\0p w,=\u00e9", "anna", "anna", "p w,=\u00e9"),
                row("PLAIN", "anna@acme.test\0root\0pw", "anna@acme.test", "root", "pw"),
                row(
                        "PLAIN",
                        "\0anna@acme.test*root\0pw",
                        "anna@acme.test",
                        "anna@acme.test*root",
                        "pw"),
                row("PLAIN", "\0an*na\0pw", "an*na", "an*na", "pw"),
                row("PLAIN", "\0m\u00fcller\0", "m\u00fcller", "m\u00fcller", ""),
                row("LOGIN", "anna|pw", "anna", "anna", "pw"),
                row("LOGIN", "anna@acme.test|", "anna@acme.test", "anna@acme.test", ""),
                row("XOAUTH2", oauth2("anna@acme.test"), "anna@acme.test", null, TOKEN),
                row("XOAUTH2", "user=a\1auth=bearer t\1\1", "a", "a", "t"),
                row("OAUTHBEARER", bearer("n,a=anna,"), "anna", "anna", TOKEN),
                row("OAUTHBEARER", bearer("n,a=x=2Cy=3Dz,"), "x,y=z", "x,y=z", TOKEN),
                row("SCRAM-SHA-1", "n,,n=anna,r=abc|c=biws,r=abcd,p=xx", "anna", null, null),
                row("SCRAM-SHA-256", "y,,n=a=2Cb=3Dc,r=abc|c=biws", "a,b=c", "a,b=c", null),
                row("SCRAM-SHA-256", "n,a=boss,n=anna,r=abc|c=biws", "boss", "anna", null),
                row("SCRAM-SHA-512", "p=tls-exporter,,n=anna,r=a|c=b", "anna", "anna", null),
                row("CRAM-MD5", "anna " + DIGEST, "anna", "anna", null),
                row("CRAM-MD5", "anna of acme " + DIGEST, "anna of acme", null, null));
    }

    /// mechanism and responses that say nobody's name.
    static Stream<Arguments> unreadable() {
        return Stream.of(
                arguments("EXTERNAL", "anna@acme.test"),
                arguments("ANONYMOUS", "anna@acme.test"),
                arguments("GSSAPI", "\0anna\0pw"),
                arguments("X-MADE-UP", "\0anna\0pw"),
                arguments("", "\0anna\0pw"),
                arguments("PLAIN", ""),
                arguments("PLAIN", "anna\0pw"),
                arguments("PLAIN", "\0\0pw"),
                arguments("PLAIN", "\0anna\0p\0w"),
                arguments("PLAIN", "\0an\rna\0pw"),
                arguments("LOGIN", "anna"),
                arguments("LOGIN", "|pw"),
                arguments("XOAUTH2", "user=anna\1\1"),
                arguments("XOAUTH2", "auth=Bearer t\1\1"),
                arguments("XOAUTH2", "user=anna\1auth=Bearer t"),
                arguments("OAUTHBEARER", bearer("n,,")),
                arguments("OAUTHBEARER", bearer("n,a=an=na,")),
                arguments("SCRAM-SHA-1", "n,,m=ext,n=anna,r=abc"),
                arguments("SCRAM-SHA-1", "x,,n=anna,r=abc"),
                arguments("SCRAM-SHA-1", "n,,n=anna"),
                arguments("SCRAM-SHA-1", "n,,n=an=2Xna,r=abc"),
                arguments("CRAM-MD5", "anna"),
                arguments("CRAM-MD5", " " + DIGEST));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void who_signs_in_is_read_when_the_client_is_asked_for_every_response(
            String mechanism, String responses, Identity expected, @Nullable String secret) {
        SaslObserver observer = SaslObserver.start(mechanism, Optional.empty());
        for (String response : split(responses)) {
            observer.upstream(base64("challenge"));
            observer.client(base64(response));
        }
        assertRead(observer, expected, secret);
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void who_signs_in_is_read_when_the_first_response_comes_with_the_command(
            String mechanism, String responses, Identity expected, @Nullable String secret) {
        List<String> lines = split(responses);
        SaslObserver observer =
                SaslObserver.start(mechanism, Optional.of(base64(lines.getFirst())));
        lines.stream().skip(1).forEach(line -> observer.client(base64(line)));
        assertRead(observer, expected, secret);
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void what_cannot_be_read_names_nobody(String mechanism, String responses) {
        SaslObserver observer = SaslObserver.start(mechanism, Optional.empty());
        split(responses).forEach(line -> observer.client(base64(line)));
        assertNobody(observer);
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void a_cancelled_exchange_names_nobody_and_wipes_what_was_read(
            String mechanism, String responses, Identity expected, @Nullable String secret) {
        SaslObserver observer = SaslObserver.start(mechanism, Optional.empty());
        List<String> lines = split(responses);
        lines.forEach(line -> observer.client(base64(line)));
        Optional<Secret> read = observer.secret();
        observer.client("*".getBytes(UTF_8));
        lines.forEach(line -> observer.client(base64(line)));
        assertNobody(observer);
        read.ifPresent(
                wiped -> assertThat(catchReveal(wiped)).isInstanceOf(IllegalStateException.class));
    }

    @Test
    void an_empty_initial_response_of_login_is_followed_by_the_user_name() {
        SaslObserver observer = SaslObserver.start("LOGIN", Optional.of("=".getBytes(UTF_8)));
        observer.client(base64("anna"));
        observer.client(base64("pw"));
        assertRead(observer, new Identity("anna", "anna", "LOGIN"), "pw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "XOAUTH2", "OAUTHBEARER", "SCRAM-SHA-1", "EXTERNAL"})
    void an_empty_initial_response_names_nobody_where_the_mechanism_is_over_with_it(String name) {
        assertNobody(SaslObserver.start(name, Optional.of("=".getBytes(UTF_8))));
    }

    @Test
    void the_answer_to_an_error_challenge_changes_nothing() {
        SaslObserver observer = SaslObserver.start("XOAUTH2", Optional.of(base64(oauth2("anna"))));
        observer.upstream(base64("{\"status\":\"401\"}"));
        observer.client(new byte[0]);
        assertRead(observer, new Identity("anna", "anna", "XOAUTH2"), TOKEN);
        observer.forget();
        assertNobody(observer);
    }

    @Test
    void a_token_of_several_kilobytes_is_read_whole() {
        String token = "t".repeat(9000);
        String response = "user=anna\1auth=Bearer " + token + "\1\1";
        SaslObserver observer = SaslObserver.start("XOAUTH2", Optional.of(base64(response)));
        assertRead(observer, new Identity("anna", "anna", "XOAUTH2"), token);
    }

    @Test
    void a_line_at_the_limit_is_read_and_one_octet_more_is_not() {
        byte[] line = base64("\0anna\0secret");
        SaslLimits at = new SaslLimits(line.length, 8, 100);
        SaslLimits below = new SaslLimits(line.length - 1, 8, 100);
        assertThat(SaslObserver.start("PLAIN", Optional.of(line), at).identity()).isPresent();
        assertNobody(SaslObserver.start("PLAIN", Optional.of(line), below));
    }

    @Test
    void a_challenge_beyond_the_limit_ends_the_reading() {
        SaslLimits limits = new SaslLimits(20, 8, 100);
        SaslObserver observer = SaslObserver.start("LOGIN", Optional.empty(), limits);
        observer.client(base64("anna"));
        observer.upstream(new byte[20]);
        observer.client(base64("pw"));
        assertThat(observer.identity()).isPresent();
        observer.upstream(new byte[21]);
        assertNobody(observer);
    }

    @Test
    void a_name_at_the_limit_is_read_and_one_octet_more_is_not() {
        byte[] line = base64("\0anna\0pw");
        SaslLimits at = new SaslLimits(100, 8, 4);
        SaslLimits below = new SaslLimits(100, 8, 3);
        assertThat(SaslObserver.start("PLAIN", Optional.of(line), at).identity()).isPresent();
        assertNobody(SaslObserver.start("PLAIN", Optional.of(line), below));
    }

    @Test
    void rounds_at_the_limit_are_read_and_one_more_is_not() {
        for (int rounds = 1; rounds <= 2; rounds++) {
            SaslLimits limits = new SaslLimits(100, rounds, 100);
            SaslObserver observer = SaslObserver.start("LOGIN", Optional.empty(), limits);
            observer.client(base64("anna"));
            observer.client(base64("pw"));
            assertThat(observer.identity().isPresent()).isEqualTo(rounds == 2);
        }
    }

    @Test
    void no_octets_of_a_peer_make_it_throw() {
        Random random = new Random(4616);
        List<String> mechanisms =
                List.of("PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER", "SCRAM-SHA-1", "CRAM-MD5");
        for (int i = 0; i < 20_000; i++) {
            SaslObserver observer =
                    SaslObserver.start(mechanisms.get(i % mechanisms.size()), Optional.empty());
            for (int round = 0; round < 3; round++) {
                byte[] rubbish = new byte[random.nextInt(24)];
                for (int at = 0; at < rubbish.length; at++) {
                    rubbish[at] = (byte) "n,a=\0\1r y\u00ffp".charAt(random.nextInt(11));
                }
                observer.upstream(rubbish);
                observer.client(random.nextInt(8) == 0 ? rubbish : encode(rubbish));
            }
            observer.identity()
                    .ifPresent(identity -> assertThat(identity.user()).doesNotContain("\0"));
        }
    }

    private static Arguments row(
            String mechanism,
            String responses,
            String user,
            @Nullable String authenticatedAs,
            @Nullable String secret) {
        String login = authenticatedAs == null ? user : authenticatedAs;
        Identity identity = new Identity(user, login, mechanism.toUpperCase(java.util.Locale.ROOT));
        return arguments(mechanism, responses, identity, secret);
    }

    private static String oauth2(String user) {
        return "user=" + user + "\1auth=Bearer " + TOKEN + "\1\1";
    }

    private static String bearer(String header) {
        return header + "\1host=mail.acme.test\1port=993\1auth=Bearer " + TOKEN + "\1\1";
    }

    private static List<String> split(String responses) {
        return Arrays.asList(responses.split("\\|", -1));
    }

    private static byte[] base64(String text) {
        return encode(text.getBytes(UTF_8));
    }

    private static byte[] encode(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets).getBytes(ISO_8859_1);
    }

    private static Throwable catchReveal(Secret secret) {
        return org.assertj.core.api.Assertions.catchThrowable(secret::reveal);
    }

    private static void assertNobody(SaslObserver observer) {
        assertThat(observer.identity()).isEmpty();
        assertThat(observer.secret()).isEmpty();
    }

    private static void assertRead(
            SaslObserver observer, Identity identity, @Nullable String secret) {
        assertThat(observer.identity()).contains(identity);
        assertThat(observer.secret().map(read -> new String(read.reveal(), UTF_8)))
                .isEqualTo(Optional.ofNullable(secret));
        assertThat(observer.secret().map(Secret::toString).orElse("Secret[***]"))
                .isEqualTo("Secret[***]");
    }
}
