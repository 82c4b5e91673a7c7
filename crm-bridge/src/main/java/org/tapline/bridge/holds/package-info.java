/// Legal holds: what nobody may remove.
///
/// **What it is for.** [Holds] puts, lifts and lists them, each with who set it and why. The
/// functions of the migration V46 (`message_held`, `contact_held`, `address_held`,
/// `decision_held`) are how the other rooms ask, inside of their own statements.
///
/// **Invariants.** Triggers refuse to delete a held message or contact whoever tries, with the SQL
/// state `TL001`. A hold says nothing about reading.
///
/// **What it must never do.** Be asked before a statement instead of in it: a hold that is set in
/// between must count.
///
/// **Threads.** Thread-safe. **Failures.** Those of the database.
@NullMarked
package org.tapline.bridge.holds;

import org.jspecify.annotations.NullMarked;
