package org.tapline.bridge.identity;

/// Whose address it is, seen from the organisation.
public enum Ownership {
    /// A user's address, alias or a shared mailbox.
    OWN_USER,
    /// An address in one of the organisation's domains or below one, of nobody we know.
    OWN_DOMAIN,
    /// Somebody else's.
    OUTSIDE;

    /// Whether it is one of ours.
    public boolean own() {
        return this != OUTSIDE;
    }
}
