package org.tapline.proxy.imap;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tapline.journal.FolderUse;
import org.tapline.journal.Sighting.DirectionHint;

/// What folders are for, as answers to LIST told in this session (RFC 6154 §2).
final class FolderUses {
    private final int limit;
    private final Map<String, FolderUse> told = new HashMap<>();

    /// @param limit folders with a use that are remembered
    FolderUses(int limit) {
        this.limit = limit;
    }

    /// `* LIST (attributes) delimiter name ...` (RFC 9051 §7.3.1); the cursor stands behind the
    /// word. A name that comes as a literal is not read. An answer without a use says nothing: not
    /// every form of LIST tells it.
    void listed(Cursor line, boolean utf8) {
        if (!line.take('(')) {
            return;
        }
        Optional<FolderUse> use = Optional.empty();
        while (!line.done() && line.peek() != ')') {
            int start = line.position();
            int end = line.takeUntil(" )");
            if (use.isEmpty() && end > start + 1 && line.octets().get(start) == '\\') {
                use = FolderUse.labelled(line.text(start + 1, end));
            }
            line.take(' ');
        }
        if (use.isPresent() && line.take(')') && line.take(' ')) {
            string(line);
            line.take(' ');
            byte[] name = string(line);
            if (name.length > 0) {
                remember(FolderName.decode(name, utf8), use.get());
            }
        }
    }

    /// An atom or quoted string; empty where there is none, or its end is not on this line.
    private static byte[] string(Cursor line) {
        int start = line.position();
        if (line.peek() == '"') {
            return line.takeQuoted() ? line.unquote(start, line.position()) : new byte[0];
        }
        return line.copy(start, line.takeUntil(" {"));
    }

    private void remember(String folder, FolderUse use) {
        if (told.size() < limit || told.containsKey(folder)) {
            told.put(folder, use);
        }
    }

    /// What the folder was said to be for.
    Optional<FolderUse> of(String folder) {
        return Optional.ofNullable(told.get(folder));
    }

    /// What lying in the folder says of a message's direction: what the server said the folder is
    /// for decides, else its name.
    DirectionHint direction(String folder) {
        if (folder.equals("INBOX")) {
            return DirectionHint.INBOUND;
        }
        FolderUse use = told.get(folder);
        if (use == null) {
            return isCalledSent(folder) ? DirectionHint.OUTBOUND : DirectionHint.UNKNOWN;
        }
        return switch (use) {
            case SENT -> DirectionHint.OUTBOUND;
            case JUNK -> DirectionHint.INBOUND;
            case ALL, ARCHIVE, DRAFTS, FLAGGED, TRASH -> DirectionHint.UNKNOWN;
        };
    }

    /// "Sent", "Sent Items", "INBOX.Sent", "[Gmail]/Sent Mail".
    private static boolean isCalledSent(String folder) {
        int delimiter = Math.max(folder.lastIndexOf('/'), folder.lastIndexOf('.'));
        String own = folder.substring(delimiter + 1).toLowerCase(Locale.ROOT);
        return own.equals("sent") || own.startsWith("sent ") || own.startsWith("sent-");
    }
}
