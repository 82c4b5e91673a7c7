package org.tapline.proxy.conversation;

/// How far a session is; the relay's time limits depend on it, nothing else.
public enum Phase {
    /// Before the client has been greeted (upstream greeting, upstream STARTTLS).
    OPENING,
    /// Greeted, not signed in: short time limits, small lines.
    UNAUTHENTICATED,
    /// Signed in and observed.
    AUTHENTICATED,
    /// Nothing is parsed any more: not enrolled, or footing lost.
    PIPE
}
