/// Who really sent a message: SPF, DKIM, and whether either of them speaks for the author.
///
/// **What comes in:** the octets of a message, who handed it over (address, HELO name, envelope
/// sender), and a resolver. **What goes out:** an [Authenticity]: three verdicts, and one sentence
/// for people.
///
/// **Invariants**
/// - Pure but for the resolver it is given: no socket, no clock, no log of its own.
/// - What a sender wrote never makes it throw; only the storage behind the octets can.
/// - A signature over a part of the body only (tag `l=`) passes, but proves nothing.
/// - A check asks the resolver a bounded number of questions, whatever the message says.
///
/// **What it must never do:** decide who may write (that is the room `bcc`); trust an
/// Authentication-Results field somebody else wrote.
///
/// **Known limits:** DomainKeys (RFC 4870, historic) and Ed25519 keys (RFC 8463) are not verified,
/// because the DKIM library knows neither; such a signature is no proof, never a false one. Keys
/// and expiry are judged by the machine's clock, which the library reads itself.
///
/// **Where to start reading:** [SenderChecks]. RFC 7208 (SPF), RFC 6376 (DKIM), RFC 7489 (DMARC).
@NullMarked
package org.tapline.bridge.authenticity;

import org.jspecify.annotations.NullMarked;
