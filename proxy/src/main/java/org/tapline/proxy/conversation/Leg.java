package org.tapline.proxy.conversation;

/// The two sides of a session.
public enum Leg {
    /// The mail client, which connected to us.
    CLIENT,
    /// The real mail server, which we connected to.
    UPSTREAM;

    /// The side across.
    public Leg other() {
        return this == CLIENT ? UPSTREAM : CLIENT;
    }
}
