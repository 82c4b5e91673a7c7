package org.tapline.bridge.privacy;

/// Who looks.
public sealed interface Viewer {

    /// One of our users.
    ///
    /// @param id the user's id, as in [Holding#owner]
    record User(String id) implements Viewer {}

    /// The administrator, in nobody's name. Each read is for the caller to audit.
    ///
    /// @param mayRead whether `admin.read` is `audited`
    record Administrator(boolean mayRead) implements Viewer {}
}
