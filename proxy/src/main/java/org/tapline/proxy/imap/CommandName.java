package org.tapline.proxy.imap;

import java.util.HashMap;
import java.util.Map;

/// The commands that mean something to us; all others are [#OTHER] and pass.
enum CommandName {
    APPEND,
    AUTHENTICATE,
    CLOSE,
    COMPRESS,
    COPY,
    EXAMINE,
    FETCH,
    GENURLAUTH,
    IDLE,
    LOGIN,
    MOVE,
    REPLACE,
    RESETKEY,
    SELECT,
    STARTTLS,
    STORE,
    UNAUTHENTICATE,
    UNSELECT,
    URLFETCH,
    OTHER;

    private static final Map<String, CommandName> BY_NAME = new HashMap<>();

    static {
        for (CommandName name : values()) {
            BY_NAME.put(name.name(), name);
        }
        BY_NAME.remove(OTHER.name());
    }

    /// @param name in capitals
    static CommandName of(String name) {
        return BY_NAME.getOrDefault(name, OTHER);
    }

    /// Whether its arguments are read.
    boolean speaksToUs() {
        return switch (this) {
            case APPEND, AUTHENTICATE, COPY, EXAMINE, LOGIN, MOVE, REPLACE, SELECT -> true;
            case CLOSE,
                    COMPRESS,
                    FETCH,
                    GENURLAUTH,
                    IDLE,
                    OTHER,
                    RESETKEY,
                    STARTTLS,
                    STORE,
                    UNAUTHENTICATE,
                    UNSELECT,
                    URLFETCH ->
                    false;
        };
    }
}
