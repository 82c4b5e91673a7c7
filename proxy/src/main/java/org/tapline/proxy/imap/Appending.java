package org.tapline.proxy.imap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tapline.proxy.imap.Arguments.Kind;

/// What an APPEND, MULTIAPPEND or REPLACE hands in (RFC 9051 §6.3.12, RFC 3502, RFC 8508): the
/// messages wait as pieces for the tagged OK.
final class Appending {
    /// One message.
    ///
    /// @param piece its octets
    /// @param flags as given
    /// @param internalDate as given
    record Handed(int piece, List<String> flags, Optional<Instant> internalDate) {}

    private final byte[] folder;
    private final List<Handed> messages = new ArrayList<>();
    private boolean linked;
    private @Nullable UidPlace place;

    /// @param folder as on the wire
    Appending(byte[] folder) {
        this.folder = folder;
    }

    /// Where the upstream put them (RFC 4315 §3 APPENDUID).
    record UidPlace(long uidValidity, UidSet uids) {}

    byte[] folder() {
        return folder;
    }

    List<Handed> messages() {
        return messages;
    }

    /// A message is put together from URLs (RFC 4469 CATENATE): neither it nor what follows is
    /// whole on the wire.
    void link() {
        linked = true;
    }

    boolean linked() {
        return linked;
    }

    /// The next message; its flags and date stand before it.
    void hand(int piece, List<Arguments.Argument> before) {
        List<String> flags = new ArrayList<>();
        Optional<Instant> date = Optional.empty();
        int depth = 0;
        for (Arguments.Argument argument : before) {
            if (argument.kind() == Kind.OPEN) {
                depth++;
            } else if (argument.kind() == Kind.CLOSE) {
                depth = Math.max(0, depth - 1);
            } else if (argument.kind() == Kind.ATOM && depth == 1) {
                flags.add(argument.text());
            } else if (argument.kind() == Kind.STRING && depth == 0) {
                date = InternalDate.parse(argument.text());
            }
        }
        messages.add(new Handed(piece, List.copyOf(flags), date));
    }

    void place(UidPlace appendUid) {
        place = appendUid;
    }

    Optional<UidPlace> place() {
        return Optional.ofNullable(place);
    }
}
