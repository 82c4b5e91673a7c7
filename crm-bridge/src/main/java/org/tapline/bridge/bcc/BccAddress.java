package org.tapline.bridge.bcc;

import java.time.Instant;
import java.util.Optional;

/// An address that files what is sent to it.
///
/// @param address in comparison form: lower case, the secret part in the letters it was made of
/// @param scope what it files under
/// @param owner whose it is: a user's login for a user, an id for a contact, company or deal, the
///     CRM's domain for the organisation
/// @param until when it stops to work, for one that was replaced
public record BccAddress(String address, Scope scope, String owner, Optional<Instant> until) {

    /// Whether it was replaced and its time is over.
    public boolean over(Instant now) {
        return until.isPresent() && !now.isBefore(until.get());
    }
}
