package org.tapline.bridge.bcc;

/// What becomes of a message for one recipient.
public sealed interface Decision {

    /// It is filed.
    ///
    /// @param scope what it is filed under
    /// @param owner whose address it was sent to, see [BccAddress#owner()]
    /// @param user login of the user for whom it is filed
    record Accept(Scope scope, String owner, String user) implements Decision {}

    /// It is refused in the SMTP dialogue.
    ///
    /// @param code 4xx: the sender's server tries again; 5xx: it tells the sender
    /// @param enhanced RFC 3463 status, `5.7.1`
    /// @param text tells the sender what to do; ASCII
    record Refuse(int code, String enhanced, String text) implements Decision {}

    /// It is taken and dropped: a refusal would only make more of the same.
    ///
    /// @param reason for log and metrics
    record Discard(Reason reason) implements Decision {}

    /// Why a message was dropped.
    enum Reason {
        /// An automatic answer (RFC 3834 §5), which nobody wrote.
        AUTOMATIC,
        /// A bounce: it has no sender to tell anything.
        BOUNCE,
        /// It carries the mark of mail that Tapline itself sent.
        OWN
    }
}
