package org.tapline.cli.configuration;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tapline.proxy.Network;

/// The forms a plain value can take. A wrong one is reported and yields nothing.
final class Forms {
    /// 16 bits: RFC 9293 §3.1.
    private static final int MAX_PORT = 65_535;

    /// Letters, digits and hyphens in labels of at most 63: RFC 1035 §2.3.1, underscores tolerated.
    private static final Pattern DOMAIN =
            Pattern.compile("(?i)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\\.)*[a-z0-9-]{1,63}");

    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h)");
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5})([KMG])");

    private final Consumer<Problem> problems;

    Forms(Consumer<Problem> problems) {
        this.problems = problems;
    }

    Optional<Integer> port(Text text) {
        return portNumber(text, text.value());
    }

    private Optional<Integer> portNumber(Text text, String digits) {
        if (!digits.isEmpty()
                && digits.length() <= 5
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int port = Integer.parseInt(digits);
            if (port >= 1 && port <= MAX_PORT) {
                return Optional.of(port);
            }
        }
        return refuse(text, "needs a port from 1 to 65535, but has '" + digits + "'");
    }

    /// `0.0.0.0:993`, `[::1]:993`, `localhost:993`.
    Optional<InetSocketAddress> address(Text text) {
        String value = text.value();
        int colon = value.lastIndexOf(':');
        String host = colon < 0 ? "" : value.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (host.isEmpty() || (host.contains(":") && !bracketed)) {
            return refuse(
                    text,
                    "must be ADDRESS:PORT, such as \"0.0.0.0:993\" or \"[::]:993\", but is '"
                            + value
                            + "'");
        }
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        return portNumber(text, value.substring(colon + 1))
                .flatMap(port -> inet(text, bare).map(ip -> new InetSocketAddress(ip, port)));
    }

    private Optional<InetAddress> inet(Text text, String host) {
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException unknown) {
            return refuse(text, "names '" + host + "', which is no address of this machine");
        }
    }

    /// A domain or host name, lower case.
    Optional<String> domain(Text text) {
        String value = text.value().toLowerCase(Locale.ROOT);
        return DOMAIN.matcher(value).matches()
                ? Optional.of(value)
                : refuse(text, "must be a domain name, but is '" + text.value() + "'");
    }

    /// A host name or an IP address.
    Optional<String> host(Text text) {
        String value = text.value();
        boolean ipv6 = value.chars().filter(c -> c == ':').count() > 1;
        return ipv6 || DOMAIN.matcher(value).matches()
                ? Optional.of(value)
                : refuse(text, "must be a host name without a port, but is '" + value + "'");
    }

    /// `true` or `false`.
    Optional<Boolean> flag(Text text) {
        return switch (text.value()) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> refuse(text, "must be true or false, but is '" + text.value() + "'");
        };
    }

    /// A whole number from 1 on.
    Optional<Integer> count(Text text) {
        return COUNT.matcher(text.value()).matches()
                ? Optional.of(Integer.parseInt(text.value()))
                : refuse(text, "needs a whole number from 1 on, but has '" + text.value() + "'");
    }

    /// `500ms`, `30s`, `3m`, `2h`.
    Optional<Duration> duration(Text text) {
        Matcher matcher = DURATION.matcher(text.value());
        if (!matcher.matches()) {
            return refuse(
                    text,
                    "needs a time such as 500ms, 30s, 3m or 2h, but has '" + text.value() + "'");
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    default -> Duration.ofHours(number);
                });
    }

    /// `64K`, `1M`, `4G` octets; powers of two.
    Optional<Long> size(Text text) {
        Matcher matcher = SIZE.matcher(text.value());
        if (!matcher.matches()) {
            return refuse(
                    text, "needs a size such as 512K, 64M or 4G, but has '" + text.value() + "'");
        }
        int shift = 10 * (1 + "KMG".indexOf(matcher.group(2)));
        return Optional.of(Long.parseLong(matcher.group(1)) << shift);
    }

    /// Addresses, each as such or in CIDR notation.
    Optional<Network> network(Text text) {
        Optional<Network> network = Network.parse(text.value());
        return network.isPresent()
                ? network
                : refuse(
                        text,
                        "must be an address or a network such as 10.0.0.0/8, but is '"
                                + text.value()
                                + "'");
    }

    /// One of the names of an enumeration, written in lower case with hyphens.
    <E extends Enum<E>> Optional<E> choice(Text text, Class<E> type) {
        E[] all = type.getEnumConstants();
        for (E constant : all) {
            if (label(constant).equals(text.value())) {
                return Optional.of(constant);
            }
        }
        String labels = Arrays.stream(all).map(Forms::label).collect(Collectors.joining(", "));
        return refuse(text, "must be one of " + labels + ", but is '" + text.value() + "'");
    }

    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// An absolute URL whose scheme is one of those given.
    Optional<URI> url(Text text, String... schemes) {
        try {
            URI uri = new URI(text.value());
            if (uri.getHost() != null && Arrays.asList(schemes).contains(uri.getScheme())) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException malformed) {
            // Reported below, like every other value that is not such a URL.
        }
        String examples = Arrays.stream(schemes).collect(Collectors.joining(":// or ", "", "://"));
        return refuse(text, "must be a URL with " + examples + ", but is '" + text.value() + "'");
    }

    private <T> Optional<T> refuse(Text text, String what) {
        problems.accept(text.problem(what));
        return Optional.empty();
    }
}
