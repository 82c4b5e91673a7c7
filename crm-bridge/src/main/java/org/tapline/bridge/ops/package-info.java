/// Running the bridge: health, metrics, tokens.
///
/// **What it is for.** [Tokens] makes the administrator's token at first start and knows valid
/// ones. [Health] says whether the bridge can work now, and brings the embedded database back.
///
/// **Invariants.** A token is stored as its hash; only the file of the administrator's token,
/// readable by its owner, holds it in full.
///
/// **What it must never do.** Log a token.
///
/// **Threads.** Thread-safe. **Failures.** Those of the database; the health check never throws.
@NullMarked
package org.tapline.bridge.ops;

import org.jspecify.annotations.NullMarked;
