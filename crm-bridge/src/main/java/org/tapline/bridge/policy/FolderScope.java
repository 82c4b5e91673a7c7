package org.tapline.bridge.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tapline.bridge.identity.FolderRole;

/// Which folders are in scope (`sync.folders`).
///
/// Written as a list: `all, -Junk, -Trash` or `INBOX, Sent, Clients`. An entry that is the English
/// name of a role means every folder of that role, in any language; another entry means the folder
/// of that name and those below it. An entry with `-` in front takes away, and wins.
///
/// @param all whether every folder is in that is not taken away
/// @param in entries as written, without `all`
/// @param out entries taken away, as written without the `-`
public record FolderScope(boolean all, List<String> in, List<String> out) {
    public FolderScope {
        in = List.copyOf(in);
        out = List.copyOf(out);
    }

    /// All but Junk, Trash and Drafts (DESIGN section 9).
    public static final FolderScope STANDARD =
            new FolderScope(true, List.of(), List.of("Junk", "Trash", "Drafts"));

    static final Syntax<FolderScope> SYNTAX =
            Syntax.replacing(
                    "all or folders, \"-Name\" takes one away, divided by commas",
                    FolderScope::read,
                    FolderScope::write);

    /// Whether a folder is in scope.
    public boolean covers(Folder folder) {
        return out.stream().noneMatch(entry -> matches(entry, folder))
                && (all || in.stream().anyMatch(entry -> matches(entry, folder)));
    }

    private static boolean matches(String entry, Folder folder) {
        Optional<FolderRole> role = FolderRole.named(entry);
        if (role.isPresent()) {
            return role.equals(folder.role());
        }
        return folder.named(entry);
    }

    private static Syntax.Read<FolderScope> read(String text) {
        return switch (Syntaxes.list("folders", Syntaxes::anything).reader().apply(text)) {
            case Syntax.Read.Refused<List<String>> refused -> Syntax.Read.no(refused.message());
            case Syntax.Read.Accepted<List<String>> read -> of(read.value());
        };
    }

    private static Syntax.Read<FolderScope> of(List<String> entries) {
        boolean all = false;
        List<String> in = new ArrayList<>();
        List<String> out = new ArrayList<>();
        for (String entry : entries) {
            if (entry.equalsIgnoreCase("all")) {
                all = true;
            } else if (entry.startsWith("-") && entry.length() > 1) {
                out.add(entry.substring(1).strip());
            } else {
                in.add(entry);
            }
        }
        if (!all && in.isEmpty()) {
            return Syntax.Read.no(
                    "no folder would be in scope; begin with \"all\", or use sync.direction one-way");
        }
        return Syntax.Read.ok(new FolderScope(all, all ? List.of() : in, out));
    }

    private static String write(FolderScope scope) {
        List<String> entries = new ArrayList<>();
        if (scope.all()) {
            entries.add("all");
        }
        entries.addAll(scope.in());
        scope.out().forEach(entry -> entries.add("-" + entry));
        return Syntaxes.joined(entries);
    }
}
