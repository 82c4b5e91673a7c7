package org.tapline.bridge.leads;

import java.util.Locale;
import java.util.Set;

/// Addresses behind which nobody reads (RFC 3834 §2 names some of them; RFC 2142 others).
final class AutomaticAddresses {
    private static final Set<String> NAMES =
            Set.of(
                    "abuse",
                    "bounce",
                    "bounces",
                    "daemon",
                    "donotreply",
                    "listserv",
                    "mailerdaemon",
                    "majordomo",
                    "nobody",
                    "noreply",
                    "notification",
                    "notifications",
                    "postmaster",
                    "root",
                    "unsubscribe");

    private AutomaticAddresses() {}

    static boolean isOne(String address) {
        int sign = address.lastIndexOf('@');
        String local = (sign < 0 ? address : address.substring(0, sign)).toLowerCase(Locale.ROOT);
        int plus = local.indexOf('+');
        String name = plus > 0 ? local.substring(0, plus) : local;
        String joined = name.replace("-", "").replace("_", "").replace(".", "");
        return NAMES.contains(joined)
                || joined.startsWith("noreply")
                || joined.endsWith("noreply")
                || joined.startsWith("donotreply")
                || name.startsWith("owner-")
                || name.endsWith("-request")
                || name.endsWith("-bounces");
    }
}
