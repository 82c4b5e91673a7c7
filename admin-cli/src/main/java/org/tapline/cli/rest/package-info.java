/// The client of the bridge's HTTP interface.
///
/// **What it is for.** Commands ask and order through [Api]; [ApiTarget] says which instance, and
/// with which token.
///
/// **In and out.** In: paths below `/api/v1` and JSON. Out: JSON, or a
/// [org.tapline.cli.CommandFailure] whose text and exit status fit what happened.
///
/// **Invariants.** The token goes to the instance it was found for and is never printed. Built on
/// `HttpURLConnection`, which starts faster than the newer client.
///
/// **Where to start reading.** [Api].
@NullMarked
package org.tapline.cli.rest;

import org.jspecify.annotations.NullMarked;
