/// Contacts out of the mail that a user ever sent, on request.
///
/// **What it is for.** [Mining] goes through the recorded mail of one user, and makes contacts of
/// whom it was sent to, as the rules of [org.tapline.bridge.policy.ContactCreation] allow; or says
/// whom it would.
///
/// **In and out.** In: a user. Out: contacts, a job with its progress, and a list of everybody who
/// was found with what came of it ([MiningReport]).
///
/// **Invariants.**
/// - A piece reads a bounded number of messages; doing it twice changes nothing more.
/// - Somebody is on the list of a search once, however often they were written to.
///
/// **What it must never do.** Read mail that is marked private or kept out by hand; make anybody a
/// contact whom an administrator took out.
///
/// **Threads.** Thread-safe. **Failures.** Those of the database.
///
/// **Where to start reading.** [Mining].
@NullMarked
package org.tapline.bridge.mining;

import org.jspecify.annotations.NullMarked;
