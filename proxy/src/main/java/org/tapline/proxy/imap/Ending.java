package org.tapline.proxy.imap;

import org.tapline.proxy.conversation.CloseReason;
import org.tapline.proxy.conversation.OpaqueReason;

/// How understanding of a session ends.
sealed interface Ending {
    /// Whether octets go on flowing.
    default boolean pipes() {
        return switch (this) {
            case Opaque opaque -> true;
            case Detached detached -> true;
            case Closed closed -> false;
        };
    }

    /// Footing lost: mail flows on, nothing is captured.
    record Opaque(OpaqueReason reason) implements Ending {}

    /// The user is not enrolled.
    record Detached() implements Ending {}

    /// The session is refused.
    ///
    /// @param farewell lines for the client, where it can still be told; may be empty
    record Closed(CloseReason reason, String farewell) implements Ending {}
}
