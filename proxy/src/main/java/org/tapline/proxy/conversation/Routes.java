package org.tapline.proxy.conversation;

import java.util.List;
import java.util.Optional;
import org.tapline.proxy.ProxySettings.Tls;

/// Which of several upstreams serves whom, for one protocol, and what they were last seen to offer.
public interface Routes {

    /// One upstream.
    ///
    /// @param upstream its name: `default`, or the domain it is configured for
    /// @param tls how it is secured; configured, never learned
    /// @param clientId whether it is to learn the client's address by ID (RFC 2971)
    record Route(String upstream, Tls tls, boolean clientId) {}

    /// The upstream of a user.
    ///
    /// @param user as signed in with; what stands behind the last `@` decides
    /// @return empty when nobody serves this user
    Optional<Route> of(String user);

    /// What each upstream last offered before sign-in, as a client of ours may see it: names of
    /// capabilities (IMAP), lines of the EHLO reply without their code (SMTP). An upstream that was
    /// never reached has no list here.
    List<List<String>> offered();
}
