package org.tapline.bridge.identity;

import java.util.HashSet;
import java.util.Set;

/// The shipped lists of domains, read on first use: about 16,000 names, 2 MB of heap.
final class ListedDomains {

    private static final Set<String> PERSONAL = personalDomains();
    private static final Set<String> DISPOSABLE =
            Set.copyOf(ListResource.lines("disposable-domains.txt"));

    private ListedDomains() {}

    static boolean personal(String domain) {
        return PERSONAL.contains(domain);
    }

    static boolean disposable(String domain) {
        return DISPOSABLE.contains(domain);
    }

    private static Set<String> personalDomains() {
        Set<String> domains = new HashSet<>(ListResource.lines("personal-providers.txt"));
        domains.addAll(ListResource.lines("personal-providers-added.txt"));
        ListResource.lines("personal-providers-removed.txt").forEach(domains::remove);
        return Set.copyOf(domains);
    }
}
