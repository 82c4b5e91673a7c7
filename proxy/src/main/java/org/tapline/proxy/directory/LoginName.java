package org.tapline.proxy.directory;

import java.util.Locale;
import java.util.Set;
import org.tapline.proxy.sasl.Identity;

/// A login name as an address: lower case, without a master user, with the domain where only one is
/// possible.
///
/// @param address `u1@acme.test`, or the bare name where the domain is not known
record LoginName(String address) {

    /// A master user follows behind a star (`u1@acme.test*master`, `u1*master`). A star inside a
    /// local part (`a*b@acme.test`) is part of the address.
    static LoginName of(Identity identity, Set<String> ownDomains) {
        String name = identity.user().strip().toLowerCase(Locale.ROOT);
        int star = name.lastIndexOf('*');
        int at = name.lastIndexOf('@');
        if (star > 0 && star > at) {
            name = name.substring(0, star);
        }
        if (name.indexOf('@') < 0 && ownDomains.size() == 1) {
            name = name + "@" + ownDomains.iterator().next();
        }
        return new LoginName(name);
    }

    /// The domain, or nothing.
    String domain() {
        int at = address.lastIndexOf('@');
        return at < 0 ? "" : address.substring(at + 1);
    }
}
