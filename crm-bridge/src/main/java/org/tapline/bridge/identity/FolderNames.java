package org.tapline.bridge.identity;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Recognises what a folder is for: by its attributes where the upstream tells them (RFC 6154),
/// otherwise by its name in some 90 languages.
public final class FolderNames {

    /// What clients and servers put between the levels of a folder's name.
    private static final Pattern LEVELS = Pattern.compile("[/.]");

    /// Roots below which servers and providers keep the folders of a mailbox.
    private static final Set<String> ROOTS = Set.of("inbox", "[gmail]", "[google mail]", "mail");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s\\-_,()]+");

    private static final Map<String, FolderRole> ROLES = roles();

    /// Words that only say "mail" and leave a name's meaning as it is: "Sent Mail".
    private static final Set<String> DECORATION = decoration();

    private FolderNames() {}

    /// The role of a folder. A folder below Trash, Junk, Drafts ... has its parent's role.
    ///
    /// @param name decoded from modified UTF-7, levels divided by `/` or `.`
    /// @param attributes of LIST (`\Sent`, `\HasNoChildren`), empty when not known; they win over
    ///     the name
    public static Optional<FolderRole> role(String name, Collection<String> attributes) {
        for (String attribute : attributes) {
            Optional<FolderRole> told =
                    attribute.startsWith("\\") ? FolderRole.named(attribute) : Optional.empty();
            if (told.isPresent()) {
                return told;
            }
        }
        return role(name);
    }

    /// The role by the name alone.
    public static Optional<FolderRole> role(String name) {
        String folded = fold(name);
        if (folded.equals("inbox")) {
            return Optional.of(FolderRole.INBOX);
        }
        Optional<FolderRole> whole = known(folded);
        if (whole.isPresent()) {
            return whole;
        }
        List<String> levels = levels(folded);
        return levels.isEmpty() ? Optional.empty() : known(levels.getFirst());
    }

    /// One spelling for comparing names: NFKC, lower case, no marks of writing direction.
    public static String fold(String name) {
        String visible = name.replaceAll("[\\u200e\\u200f\\u202a-\\u202e]", "");
        return Normalizer.normalize(visible.strip().toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    }

    private static List<String> levels(String folded) {
        List<String> levels = new ArrayList<>(LEVELS.splitAsStream(folded).toList());
        while (!levels.isEmpty() && ROOTS.contains(levels.getFirst())) {
            levels.removeFirst();
        }
        return levels;
    }

    private static Optional<FolderRole> known(String folded) {
        FolderRole exact = ROLES.get(folded);
        if (exact != null) {
            return Optional.of(exact);
        }
        List<String> words =
                BETWEEN_WORDS
                        .splitAsStream(folded)
                        .filter(word -> !word.isEmpty() && !DECORATION.contains(word))
                        .toList();
        // Two words left mean a folder of the user's own: "Sent to clients".
        return words.size() == 1
                ? Optional.ofNullable(ROLES.get(words.getFirst()))
                : Optional.empty();
    }

    private static Map<String, FolderRole> roles() {
        Map<String, FolderRole> roles = new HashMap<>();
        List<String> lines = new ArrayList<>(ListResource.lines("folder-names.tsv"));
        lines.addAll(ListResource.lines("folder-names-added.tsv"));
        for (String line : lines) {
            int tab = line.indexOf('\t');
            FolderRole role =
                    FolderRole.named(line.substring(0, tab))
                            .orElseThrow(() -> new IllegalStateException("no role: " + line));
            roles.putIfAbsent(fold(line.substring(tab + 1)), role);
        }
        return Map.copyOf(roles);
    }

    private static Set<String> decoration() {
        Set<String> words = new HashSet<>();
        ListResource.lines("folder-decoration.txt").forEach(word -> words.add(fold(word)));
        return Set.copyOf(words);
    }
}
