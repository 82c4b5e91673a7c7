package org.tapline.proxy.front;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tapline.proxy.ProxySettings.Tls;
import org.tapline.proxy.conversation.Routes;

/// `other.test` has an upstream of its own, everybody else the default one, unless the transcript
/// says that there is none. What they offer stands in the settings `offers` and `other-offers`,
/// its entries separated by `; `.
record TwoUpstreams(Map<String, String> settings) implements Routes {

    @Override
    public Optional<Route> of(String user) {
        if (user.endsWith("@other.test")) {
            return Optional.of(new Route("other.test", tls(), false));
        }
        return settings.containsKey("no-default")
                ? Optional.empty()
                : Optional.of(new Route("default", tls(), false));
    }

    private Tls tls() {
        return Tls.valueOf(settings.getOrDefault("upstream", "IMPLICIT"));
    }

    @Override
    public List<List<String>> offered() {
        return Stream.of("offers", "other-offers")
                .filter(settings::containsKey)
                .map(key -> Arrays.asList(settings.getOrDefault(key, "").split("; ")))
                .toList();
    }
}
