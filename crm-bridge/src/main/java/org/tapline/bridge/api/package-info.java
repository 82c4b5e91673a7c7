/// The bridge over HTTP: resources under `/api/v1`, described in `docs/api.md`.
///
/// **What it is for.** One controller for each subject of the command line. A controller reads the
/// request, asks one room, and answers with a record; it decides nothing.
///
/// **In and out.** In: JSON with snake_case keys, a bearer token. Out: the same, times in ISO 8601
/// and UTC; problems as RFC 9457 whose `detail` says what to do.
///
/// **Invariants.** Nothing is answered without a valid token, except health and metrics. Every list
/// is bounded by `limit` and goes on by `cursor`.
///
/// **What it must never do.** Hold SQL. Answer with the words of an exception that it does not
/// know.
///
/// **Threads.** Those of Tomcat. **Failures.** [Problems] turns them into answers.
///
/// **Where to start reading.** [HttpServer], then [Contacts].
@NullMarked
package org.tapline.bridge.api;

import org.jspecify.annotations.NullMarked;
