package org.tapline.proxy.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The commands without an answer, oldest first (RFC 9051 §5.5). Bounded by its owner.
final class OpenCommands {
    private final List<Command> open = new ArrayList<>();

    void add(Command command) {
        open.add(command);
    }

    int count() {
        return open.size();
    }

    boolean contains(Command command) {
        return open.contains(command);
    }

    List<Command> all() {
        return open;
    }

    Optional<Command> oldest() {
        return open.isEmpty() ? Optional.empty() : Optional.of(open.getFirst());
    }

    /// The oldest command of the upstream's with this tag.
    Optional<Command> withTag(byte[] tag) {
        for (Command command : open) {
            if (!command.ours() && command.hasTag(tag)) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    /// The oldest command with one of these names.
    Optional<Command> oldestOf(CommandName... names) {
        for (Command command : open) {
            for (CommandName name : names) {
                if (command.name() == name) {
                    return Optional.of(command);
                }
            }
        }
        return Optional.empty();
    }

    /// The FETCH that asked for the slice beginning here.
    Optional<Command.Slice> slice(long first) {
        return open.stream()
                .flatMap(command -> command.slice().stream())
                .filter(slice -> slice.first() == first)
                .findFirst();
    }

    void remove(Command command) {
        open.remove(command);
    }
}
