package org.tapline.bridge.bcc;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where addresses are kept. Of one scope and owner at most one is current: has no end.
public interface BccStore {

    /// The address in comparison form, over or not.
    Optional<BccAddress> find(String address);

    /// The current address of a scope and owner; where there is none, `fresh` is kept and returned.
    /// Two at the same time get the same one.
    BccAddress currentOr(BccAddress fresh);

    /// Keeps `fresh` as the current one of its scope and owner; those before it work until
    /// `oldUntil`, or until their own end where that is sooner. All or nothing.
    void replace(BccAddress fresh, Instant oldUntil);

    /// Every address that is not over, the current ones first.
    List<BccAddress> list(Instant now);
}
