/// Sessions of real mail clients, recorded in the shared lab, played through the conversations.
///
/// **What comes in.** `../shared/lab/transcripts`: what each client and server said, with literals
/// and bodies cut after 200 octets. Their length is in the recording, so octets are made up to it.
/// Without that folder the tests are skipped, visibly.
///
/// **Where to start reading.** `RecordedSessionsTest`, then [Recording].
@NullMarked
package org.tapline.proxy.recorded;

import org.jspecify.annotations.NullMarked;
