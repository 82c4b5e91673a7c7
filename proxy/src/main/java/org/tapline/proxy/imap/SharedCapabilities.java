package org.tapline.proxy.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.tapline.proxy.sasl.RoutableMechanisms;

/// What several upstreams all offer before sign-in, so that nothing is promised that the user's
/// own lacks.
final class SharedCapabilities {
    /// Until an upstream was reached.
    private static final List<String> LEAST = List.of("IMAP4rev1", "AUTH=PLAIN");

    private static final String MECHANISM = "AUTH=";
    private static final String LOGIN_DISABLED = "LOGINDISABLED";

    private SharedCapabilities() {}

    /// The shared ones in the order and spelling of the first list, without mechanisms that cannot
    /// be routed. LOGINDISABLED is no promise but takes one back (RFC 9051 §6.2.3): one upstream
    /// that says so is enough, if there is another way to sign in.
    static List<String> of(List<List<String>> offered) {
        if (offered.isEmpty()) {
            return LEAST;
        }
        List<Set<String>> all = offered.stream().map(SharedCapabilities::inCapitals).toList();
        List<String> shared = new ArrayList<>();
        for (String name : offered.getFirst()) {
            String capital = name.toUpperCase(Locale.ROOT);
            if (all.stream().allMatch(list -> list.contains(capital)) && routes(capital)) {
                shared.add(name);
            }
        }
        boolean disabled = all.stream().anyMatch(list -> list.contains(LOGIN_DISABLED));
        boolean otherWay = shared.stream().anyMatch(SharedCapabilities::isMechanism);
        if (disabled && otherWay && !shared.contains(LOGIN_DISABLED)) {
            shared.add(LOGIN_DISABLED);
        }
        return shared;
    }

    /// The list for a client now; the session holds it to what it was promised.
    static String promised(Session session, List<List<String>> offered) {
        List<String> shared = of(offered);
        Capabilities promise = session.capabilities();
        promise.learn(shared);
        boolean exposed = session.exposed();
        List<String> shown =
                new ArrayList<>(
                        shared.stream().filter(name -> !promise.hides(name, exposed)).toList());
        if (exposed) {
            shown.add("STARTTLS");
            shown.add("LOGINDISABLED");
        }
        return String.join(" ", shown);
    }

    private static Set<String> inCapitals(List<String> list) {
        return list.stream().map(name -> name.toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    private static boolean isMechanism(String name) {
        return name.toUpperCase(Locale.ROOT).startsWith(MECHANISM);
    }

    private static boolean routes(String capital) {
        return !capital.startsWith(MECHANISM)
                || RoutableMechanisms.routes(capital.substring(MECHANISM.length()));
    }
}
