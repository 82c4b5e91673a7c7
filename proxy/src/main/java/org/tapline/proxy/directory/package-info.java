/// Who is observed, and under which name.
///
/// **What it is for.** After a sign-in the relay asks a [Directory] whether this identity's mail is
/// observed and which mailbox it is. [OwnDomains] answers from the configuration, [ListedUsers]
/// from the list that the bridge keeps; mailboxes that the bridge calls disabled neither observes.
/// When the list changes, running sessions are asked about again.
///
/// **Invariants.** An answer never waits: not for the network, not for the disk. The list survives
/// on disk, so that a proxy starts and captures with the bridge down.
///
/// **What it must never do.** Decide policy (the bridge does); know a credential of a mail user.
///
/// **Threads.** Asked from every event loop; [DirectoryFeed] is refreshed by a thread of
/// its own.
@NullMarked
package org.tapline.proxy.directory;

import org.jspecify.annotations.NullMarked;
