/// The `tapline` command: its entrance and its exit codes.
///
/// **What it is for.** [Tapline] takes the words of the command line to the room that does the
/// work: `command` (the subjects and verbs), `launch` (starting the roles), `demo`. The rooms
/// `configuration`, `rest` and `table` serve them.
///
/// **Invariants.** Standard output carries the result and nothing else, so that it can be piped;
/// what is meant for people beside it goes to standard error. Every command ends with an
/// [ExitStatus].
///
/// **Where to start reading.** [Tapline], then the room `command`.
@NullMarked
package org.tapline.cli;

import org.jspecify.annotations.NullMarked;
