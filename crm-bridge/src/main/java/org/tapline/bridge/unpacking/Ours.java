package org.tapline.bridge.unpacking;

import java.util.Optional;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.bridge.identity.Domains;
import org.tapline.bridge.identity.OwnPeople;
import org.tapline.bridge.mime.MailAddress;

/// Who is ours.
///
/// @param people our own addresses and domains
/// @param crmDomain the domain of addresses that file what is sent to them, where there is one
public record Ours(OwnPeople people, Optional<String> crmDomain) {
    public Ours {
        crmDomain = crmDomain.map(Domains::toAscii);
    }

    /// Whether it is one of our people's, or in one of our domains.
    boolean own(String address) {
        return people.of(AddressKey.of(address)).own();
    }

    /// Whether mail to it is filed, and nobody reads it.
    public boolean crm(String address) {
        return crmDomain.filter(AddressKey.of(address).domain()::equals).isPresent();
    }

    /// Somebody whom mail can reach, who is neither one of ours nor the CRM.
    boolean outside(MailAddress mailbox) {
        String address = mailbox.address();
        return !address.isBlank() && !crm(address) && !own(address);
    }
}
