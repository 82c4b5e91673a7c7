/// The subjects and verbs of the command line, one class for each subject.
///
/// **What it is for.** Each verb is a method: it asks the bridge through a [Session] and prints a
/// table, or with `--json` what the bridge answered. Only what works is offered.
///
/// **Invariants.** With `--json` exactly one JSON document is printed: an array for what can be
/// many, an object for what is one. Keys and times are the bridge's own.
///
/// **What it must never do.** Decide anything about mail; speak to the database or the mail server.
///
/// **Where to start reading.** [TaplineCommand], then [Session], then [ContactCommand].
@NullMarked
package org.tapline.cli.command;

import org.jspecify.annotations.NullMarked;
