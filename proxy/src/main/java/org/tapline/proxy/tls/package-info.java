/// TLS on both legs: our certificate towards clients, verification towards upstreams.
///
/// **What it is for.** [CertificateSource] finds or makes the certificate and its key,
/// [ClientSideTls] serves handshakes with the newest one, [UpstreamTls] verifies the real mail
/// server: chain, name and validity.
///
/// **Invariants.** A new certificate is used for new handshakes only; running sessions keep theirs.
/// A certificate that does not load never replaces one that works. Upstream verification cannot be
/// switched off.
///
/// **What it must never do.** Log keys; accept an upstream it cannot verify.
///
/// **Failures.** At start a `StartFailure` that says what to do; while running one log line.
///
/// **RFCs.** RFC 8314 (TLS for mail), RFC 9525 (names in certificates).
@NullMarked
package org.tapline.proxy.tls;

import org.jspecify.annotations.NullMarked;
