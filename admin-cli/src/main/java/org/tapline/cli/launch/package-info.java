/// Starting and stopping the roles.
///
/// **What it is for.** `tapline start`: checks that what the configuration counts on is there
/// ([StartChecks]), takes the data folder ([DataFolder]), starts journal, bridge and proxy in this
/// order and stops them in the opposite one ([Roles]).
///
/// **Invariants.**
/// - One process per data folder.
/// - Standard output gets the line `ready` and nothing else; logs go to standard error.
/// - Whatever was started is closed when a later part fails.
/// - On SIGTERM the proxy drains first, so that what it saw is in the journal before that closes.
///
/// **What it must never do.** Know anything of mail.
///
/// **Failures.** What an administrator can mend is a [org.tapline.cli.CommandFailure] of one line.
///
/// **Where to start reading.** [StartCommand], then [Roles].
@NullMarked
package org.tapline.cli.launch;

import org.jspecify.annotations.NullMarked;
