/// Which messages belong in the record, whom they create, and what holds for whom.
///
/// **What it is for.** [Policies] are the administrator's choices, resolved over organisation, user
/// and mailbox. [Rules] looks at the [Facts] of one message under them and decides, telling of
/// every rule what it made of the message. [ContactCreation] says whom the message makes a contact.
///
/// **In and out.** Facts and policies in, [Decision] and candidates out. The same functions serve
/// intake, purge, preview and explain, so that what is explained is what was done.
///
/// **Invariants.** Every rule is asked, in the order of DESIGN section 6; the first exclusion
/// decides. A rule about bounces, automatic and bulk mail never excludes what the user sent. Equal
/// facts under equal policies give equal decisions, texts included.
///
/// **What it must never do.** Touch a database, a socket, a clock or a log. Time is an argument.
///
/// **Threads.** Everything is immutable.
///
/// **Failures.** A value an administrator mistyped is refused with a sentence naming the nearest
/// key or the values allowed; a value that a newer version stored is left aside and named by
/// [Policies#problems].
///
/// **Where to start.** [PolicyKeys], [Rules]. For administrators: `docs/policies.md`.
@NullMarked
package org.tapline.bridge.policy;

import org.jspecify.annotations.NullMarked;
