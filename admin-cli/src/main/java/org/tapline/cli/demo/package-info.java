/// `tapline demo`: everything on one machine, with a sample mail server and a few messages.
///
/// **What it is for.** Somebody with a fresh checkout sees within a minute what Tapline does: mail
/// is sent and read through the proxy as a mail client would, and lies on the timelines.
///
/// **Invariants.** Only loopback addresses are used; no mail leaves the machine. What the demo
/// prints is the output of the real commands. Nothing is left running.
///
/// **Where to start reading.** [DemoCommand], then [Conversation] for the mail that is exchanged.
@NullMarked
package org.tapline.cli.demo;

import org.jspecify.annotations.NullMarked;
