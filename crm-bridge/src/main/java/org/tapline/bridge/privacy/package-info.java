/// Who may see what of a message.
///
/// **What it is for.** [Visibility#of] is the one function that timeline, search, counts, exports,
/// events and webhooks ask before they show anything of a message to anybody.
///
/// **In and out.** A [Viewer], the [Holding]s (in whose mailboxes the message lies, and at what
/// level), the private marks that touch it; a [Sight] comes out.
///
/// **Invariants.** An owner sees everything of the own mail. A private mark never opens anything.
/// Another holding can only narrow what a colleague sees when the strictest level wins, and only
/// widen it when the most open wins.
///
/// **What it must never do.** Touch a database, a socket, a clock or a log; know of HTTP or of
/// tables.
///
/// **Threads.** Everything is immutable.
///
/// **Where to start.** [Visibility].
@NullMarked
package org.tapline.bridge.privacy;

import org.jspecify.annotations.NullMarked;
