/// Who is who: addresses, domains, names, message ids and folder names, compared as people mean
/// them.
///
/// **What it is for.** Every other room asks here whether two addresses are one person's, which
/// company a domain stands for, whether a mailbox is a role or a personal account, and whether two
/// sightings are one message.
///
/// **In and out.** Strings as they stood in a message come in; comparison keys, plain names and
/// yes-or-no answers come out.
///
/// **Invariants.** The same text always yields the same key. A key compared with itself, or made
/// again from its own text, is equal. Nothing that stood in a message makes a function throw.
///
/// **What it must never do.** Touch a database, a socket, a clock or a log. Its only input besides
/// arguments are the lists beside it on the class path, read once.
///
/// **Threads.** Everything is immutable.
///
/// **Where to start.** [AddressKey], then [AddressLists] and [MessageKey]. Origin and licence of
/// the lists: `README.md` beside them.
///
/// RFC 5321, RFC 5322, RFC 5891, RFC 6531, RFC 6532, RFC 6154, RFC 2142.
@NullMarked
package org.tapline.bridge.identity;

import org.jspecify.annotations.NullMarked;
