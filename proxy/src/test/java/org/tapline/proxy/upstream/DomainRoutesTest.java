package org.tapline.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tapline.proxy.ProxySettings;
import org.tapline.proxy.ProxySettings.Protocol;
import org.tapline.proxy.ProxySettings.Server;
import org.tapline.proxy.ProxySettings.ServerPair;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.StartFailure;
import org.tapline.proxy.conversation.Routes.Route;

/// Which server serves whom, and what is remembered of it over a restart.
class DomainRoutesTest {
    @TempDir Path folder;
    private final List<Offers> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Offers::close);
    }

    private static ServerPair imap(String host) {
        return new ServerPair(
                Optional.of(
                        new Server(
                                host,
                                993,
                                Tls.NONE,
                                Optional.empty(),
                                false,
                                host.startsWith("other"))),
                Optional.empty());
    }

    private static final ServerPair NOBODY = new ServerPair(Optional.empty(), Optional.empty());

    private ProxySettings settings(
            ServerPair fallback, Map<String, ServerPair> domains, Set<String> own) {
        return new ProxySettings(
                folder,
                List.of(
                        new ProxySettings.Listener(
                                Protocol.IMAP,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                Tls.NONE)),
                Optional.empty(),
                new ProxySettings.Upstreams(fallback, domains),
                own,
                ProxySettings.Enrol.ALL_OWN_DOMAINS,
                Optional.empty(),
                ProxySettings.Limits.DEFAULTS);
    }

    private DomainRoutes routes(
            ServerPair fallback, Map<String, ServerPair> domains, Set<String> own) {
        Offers offers = Offers.open(file());
        opened.add(offers);
        return DomainRoutes.of(settings(fallback, domains, own), Protocol.IMAP, 1000, offers);
    }

    private Path file() {
        return folder.resolve("upstream-offers");
    }

    @ParameterizedTest
    @CsvSource({
        "u1@other.test, other.test",
        "u1@OTHER.Test, other.test",
        "'u1@other.test ', other.test",
        "odd@name@other.test, other.test",
        "u1@acme.test, default",
        "u1@sub.other.test, default",
        "u1@, default",
        "u1, default",
        "'', default"
    })
    void the_domain_behind_the_last_at_decides(String user, String server) {
        DomainRoutes routes =
                routes(
                        imap("mail.acme.test"),
                        Map.of("other.test", imap("other.mail.test")),
                        Set.of("acme.test"));
        assertThat(routes.routed()).isTrue();
        assertThat(routes.of(user)).map(Route::upstream).contains(server);
        assertThat(routes.of(user)).map(Route::clientId).contains(server.equals("other.test"));
    }

    @Test
    void a_bare_name_belongs_to_the_only_own_domain() {
        DomainRoutes routes =
                routes(
                        imap("mail.acme.test"),
                        Map.of("other.test", imap("other.mail.test")),
                        Set.of("other.test"));
        assertThat(routes.of("u1")).map(Route::upstream).contains("other.test");
    }

    @Test
    void without_a_default_a_foreign_domain_is_served_by_nobody() {
        DomainRoutes routes =
                routes(NOBODY, Map.of("other.test", imap("other.mail.test")), Set.of("acme.test"));
        assertThat(routes.routed()).isTrue();
        assertThat(routes.of("u1@acme.test")).isEmpty();
        assertThatThrownBy(routes::only).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_default_alone_decides_nothing() {
        DomainRoutes routes = routes(imap("mail.acme.test"), Map.of(), Set.of("acme.test"));
        assertThat(routes.routed()).isFalse();
        assertThat(routes.only().name()).isEqualTo("default");
    }

    @Test
    void a_domain_without_a_server_for_the_protocol_goes_to_the_default() {
        DomainRoutes routes =
                routes(imap("mail.acme.test"), Map.of("other.test", NOBODY), Set.of());
        assertThat(routes.routed()).isFalse();
        assertThat(routes.of("u1@other.test")).map(Route::upstream).contains("default");
    }

    @Test
    void a_listener_without_any_server_is_refused_and_named() {
        assertThatThrownBy(() -> routes(NOBODY, Map.of(), Set.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("`listen.imap`")
                .hasMessageContaining("`upstream.default.imap`");
    }

    @Test
    void what_servers_offer_is_told_in_the_order_of_the_configuration() {
        DomainRoutes routes =
                routes(
                        imap("mail.acme.test"),
                        Map.of("b.test", imap("b.mail.test"), "a.test", imap("a.mail.test")),
                        Set.of());
        assertThat(routes.offered()).isEmpty();
        routes.learned("b.test", List.of("B"));
        routes.learned("default", List.of("D"));
        routes.learned("a.test", List.of("A"));
        assertThat(routes.offered()).containsExactly(List.of("D"), List.of("A"), List.of("B"));
    }

    @Test
    void what_a_server_offered_is_known_after_a_restart_unless_it_is_another_server() {
        Map<String, ServerPair> domains = Map.of("other.test", imap("other.mail.test"));
        routes(imap("mail.acme.test"), domains, Set.of())
                .learned("default", List.of("IMAP4rev1", "IDLE"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                routes(imap("mail.acme.test"), domains, Set.of())
                                        .offered()
                                        .equals(List.of(List.of("IMAP4rev1", "IDLE"))));
        assertThat(routes(imap("new.acme.test"), domains, Set.of()).offered()).isEmpty();
    }

    @Test
    void a_file_that_somebody_has_spoilt_puts_nothing_into_the_greeting() throws Exception {
        Files.writeString(
                file(),
                "rubbish\nIMAP\tmail.acme.test:993\tIDLE\u0001* OK evil\nIMAP\tother.mail.test:993\tIDLE\n",
                StandardCharsets.US_ASCII);
        DomainRoutes routes =
                routes(
                        imap("mail.acme.test"),
                        Map.of("other.test", imap("other.mail.test")),
                        Set.of());
        assertThat(routes.offered()).containsExactly(List.of("IDLE"));
    }
}
