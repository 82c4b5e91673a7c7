/// Who changed or read what, for whoever must answer for it.
///
/// **What it is for.** [Audit] notes changes of policy, private marks, and every read of somebody's
/// full mail, and lists what was noted.
///
/// **In and out.** In: actor, action, subject, before and after. Out: [Audit.Line], newest first.
///
/// **Invariants.** A change is noted in its own transaction, and a read before its answer is given:
/// what cannot be noted does not happen.
///
/// **What it must never do.** Hold text of a mail. Forget.
///
/// **Threads, failures.** Takes part in the caller's transaction, if there is one; failures are
/// those of the database.
@NullMarked
package org.tapline.bridge.audit;

import org.jspecify.annotations.NullMarked;
