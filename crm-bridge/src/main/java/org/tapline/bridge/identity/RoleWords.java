package org.tapline.bridge.identity;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The local parts that stand for a function.
final class RoleWords {

    private static final Set<String> WORDS = words();

    /// Written together or with a separator, alone or inside a longer name, these always mean
    /// that nobody reads the mailbox.
    private static final List<String> NOBODY = List.of("noreply", "donotreply", "dontreply");

    private RoleWords() {}

    static boolean listed(String local) {
        if (WORDS.contains(local)) {
            return true;
        }
        String joined = local.replace("-", "").replace("_", "").replace(".", "");
        return NOBODY.stream().anyMatch(joined::contains)
                || joined.startsWith("mailerdaemon")
                || WORDS.contains(withoutNumber(local));
    }

    /// The local part before a plus tag.
    static String untagged(String local) {
        int plus = local.indexOf('+');
        return plus > 0 ? local.substring(0, plus) : local;
    }

    /// `support2` is as little a person as `support`.
    private static String withoutNumber(String local) {
        int end = local.length();
        while (end > 0 && Character.isDigit(local.charAt(end - 1))) {
            end--;
        }
        return local.substring(0, end);
    }

    private static Set<String> words() {
        Set<String> words = new HashSet<>(ListResource.lines("role-addresses.txt"));
        words.addAll(ListResource.lines("role-addresses-added.txt"));
        ListResource.lines("role-addresses-removed.txt").forEach(words::remove);
        return Set.copyOf(words);
    }
}
